package io.carillon.profile.imports;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of imports, under {@code carillon.imports}. */
@ConfigMapping(prefix = "carillon.imports")
public interface ImportSettings {

    /** Where received files wait until they are imported. Files of one data folder are imported by processes that see it. */
    @WithDefault("${carillon.data:.carillon}/imports")
    Path folder();

    /** The largest file that is taken. */
    @WithDefault("2147483648")
    long largestFileBytes();

    /** How often to look for files that another process received or left behind. */
    @WithDefault("5s")
    Duration lookEvery();
}
