package io.carillon.campaign;

import java.time.Duration;

/** Durations as definitions write them: a number with s, m, h or d. */
final class WrittenDuration {
    private WrittenDuration() {}

    /** Reads what the schema's pattern let through. */
    static Duration of(String text) {
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            case 'd' -> Duration.ofDays(number);
            default -> throw new IllegalArgumentException("A duration is a number with s, m, h or d");
        };
    }

    /** Writes a duration of whole seconds in its largest whole unit. */
    static String text(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds > 0 && seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        } else if (seconds > 0 && seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        } else if (seconds > 0 && seconds % 60 == 0) {
            return seconds / 60 + "m";
        }
        return seconds + "s";
    }
}
