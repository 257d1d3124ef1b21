package io.carillon.access;

import io.carillon.vault.InstallationMode;
import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** Where the first token goes. */
@ConfigMapping(prefix = "carillon")
public interface AccessConfig {

    /** {@code local} or {@code production}. */
    InstallationMode mode();

    /** The data folder; the first token is its file {@code token}. */
    Path data();
}
