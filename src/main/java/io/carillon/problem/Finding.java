package io.carillon.problem;

import org.jspecify.annotations.Nullable;

/**
 * One thing to mend in what somebody sent.
 *
 * @param place where: a JSON pointer such as {@code /channels/order/0}, or a column
 * @param line the line of the file, from 1, where it came as a file
 * @param severity {@code error} keeps it from being taken, {@code warning} does not
 * @param code stable, such as {@code unknown_key}
 * @param found what stands there, shortened; null where something is missing
 * @param expected what could stand there
 * @param message one sentence that says what to fix, in the language asked for
 */
public record Finding(
        String place,
        @Nullable Integer line,
        Severity severity,
        String code,
        @Nullable String found,
        @Nullable String expected,
        String message) {

    /** What may be an address or a secret is not repeated, here and in the sentence. */
    public Finding {
        String shown = found == null ? null : ShownValue.of(found);
        if (found != null && !found.equals(shown)) {
            message = message.replace(found, shown);
            found = shown;
        }
    }

    /** Whether it keeps the thing from being taken. */
    public enum Severity {
        error,
        warning
    }

    /** An error without a line. */
    public static Finding error(
            String place, String code, @Nullable String found, @Nullable String expected, String message) {
        return new Finding(place, null, Severity.error, code, found, expected, message);
    }

    /** A warning without a line. */
    public static Finding warning(String place, String code, String message) {
        return new Finding(place, null, Severity.warning, code, null, null, message);
    }

    /** The same with a line. */
    public Finding atLine(@Nullable Integer newLine) {
        return new Finding(place, newLine, severity, code, found, expected, message);
    }
}
