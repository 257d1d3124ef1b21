package io.carillon.launcher.local;

import java.time.Duration;
import java.util.Locale;

/** Durations as people say them. */
public final class Durations {
    private Durations() {}

    /** Such as {@code 1.8 s}, {@code 41 s} or {@code 2 min 10 s}. */
    public static String words(Duration time) {
        if (time.toSeconds() >= 60) {
            return time.toMinutes() + " min " + time.toSecondsPart() + " s";
        }
        return time.toSeconds() >= 10
                ? time.toSeconds() + " s"
                : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
