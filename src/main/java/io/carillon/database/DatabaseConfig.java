package io.carillon.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the way to PostgreSQL that Quarkus itself has no key for. */
@ConfigMapping(prefix = "carillon.database")
public interface DatabaseConfig {

    /** How long a start waits for PostgreSQL before it gives up. */
    @WithDefault("60s")
    Duration startWait();
}
