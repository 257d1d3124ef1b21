package io.carillon.insight;

import java.util.regex.Pattern;

/**
 * Text for a cell that a spreadsheet must not run. A program set to another separator than ours cuts a cell where it finds its own, so
 * that what follows one is a beginning too; and some take the full-width signs for the plain ones.
 */
final class SpreadsheetCell {
    private static final Pattern BEGINNING = Pattern.compile("(^|[,;|\\t\\r\\n])([\\s\"']*)(?=[=+\\-@\\t\\r＝＋－＠])");

    private SpreadsheetCell() {}

    /** The text with an apostrophe before whatever would begin a formula. */
    static String text(String value) {
        return BEGINNING.matcher(value).replaceAll("$1$2'");
    }
}
