package io.carillon.launcher.local;

import java.util.Map;

/**
 * How the app reaches Temporal.
 *
 * @param frontend host and port
 * @param settings of the app beside that, such as certificates
 */
record TemporalAddress(String frontend, Map<String, String> settings) {

    /** One that needs nothing else. */
    static TemporalAddress of(String frontend) {
        return new TemporalAddress(frontend, Map.of());
    }
}
