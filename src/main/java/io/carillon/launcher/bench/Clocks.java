package io.carillon.launcher.bench;

import java.time.Duration;
import java.time.Instant;

/** Times on this machine's clock, which all parts share. */
final class Clocks {
    private Clocks() {}

    static double seconds(Instant from, Instant to) {
        return seconds(Duration.between(from, to));
    }

    static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
