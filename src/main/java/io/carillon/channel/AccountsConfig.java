package io.carillon.channel;

import io.carillon.vault.InstallationMode;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Which vendor accounts there may be, and the file they come from. */
@ConfigMapping(prefix = "carillon")
public interface AccountsConfig {

    /** {@code production} takes no sandbox account. */
    InstallationMode mode();

    /** A YAML or JSON file with a list {@code accounts}, read at start ({@code CARILLON_ACCOUNTS}). */
    Optional<Path> accounts();

    /** Whether live accounts are refused, as demo, tests, drill and bench ask for. */
    @WithDefault("false")
    boolean refuseLive();

    /** Hosts that accounts may name although they would be refused, such as a proxy before a vendor's API. */
    Optional<Set<String>> accountHosts();
}
