package io.carillon.segment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of segments. */
@ConfigMapping(prefix = "carillon.segment")
public interface SegmentConfig {

    /** How long a preview may keep PostgreSQL busy; a million people take some three seconds on two cores. */
    @WithDefault("PT15S")
    Duration queryTimeout();
}
