package io.carillon.launcher.bench;

import java.util.Locale;

/**
 * One line of the table.
 *
 * @param name what was measured
 * @param spread what came out
 * @param unit such as {@code /s} or {@code MB}
 * @param aim what it is held against
 * @param note how it was measured, in a few words
 */
record Line(String name, Spread spread, String unit, Aim aim, String note) {
    private static final int NAME_WIDTH = 48;

    static String head() {
        return format("", "median", "min – max", "aim", "");
    }

    String text() {
        double median = spread.median();
        String range = spread.values().size() == 1 ? "one run" : number(spread.min()) + " – " + number(spread.max());
        String mark = aim.kind() == Aim.Kind.NONE ? "" : aim.isMetBy(median) ? " ✔" : " ✘";
        return format(name, number(median) + " " + unit, range, aim.text() + mark, note);
    }

    private static String format(String name, String median, String range, String aim, String note) {
        return String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s %14s  %-19s %-11s %s", name, median, range, aim, note)
                .stripTrailing();
    }

    /** As many digits as say something. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        } else if (size >= 10) {
            return trimmed(String.format(Locale.ROOT, "%.1f", value));
        } else if (size >= 0.1 || value == 0) {
            return trimmed(String.format(Locale.ROOT, "%.2f", value));
        }
        return trimmed(String.format(Locale.ROOT, "%.5f", value));
    }

    private static String trimmed(String number) {
        return number.replaceFirst("\\.?0+$", "");
    }
}
