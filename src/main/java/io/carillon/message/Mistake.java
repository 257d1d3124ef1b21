package io.carillon.message;

import io.carillon.problem.Finding;

/**
 * Something in a text that the dialect does not have.
 *
 * @param line from 1
 * @param column from 1, in characters
 * @param code stable, such as {@code not_in_dialect}
 * @param found what stands there, shortened
 * @param expected what could stand there
 * @param message one sentence that says what to fix, without the position
 */
public record Mistake(int line, int column, String code, String found, String expected, String message) {
    private static final int MOST_SHOWN = 60;

    static Mistake at(String source, int offset, String code, String found, String expected, String message) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < offset; i++) {
            if (source.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        int column = source.codePointCount(lineStart, offset) + 1;
        return new Mistake(line, column, code, shortened(found), expected, message);
    }

    /** As a finding about the text at that JSON pointer. */
    public Finding at(String pointer) {
        return Finding.error(
                pointer, code, found, expected, "Line " + line + ", column " + column + " of the text: " + message);
    }

    private static String shortened(String text) {
        String oneLine = text.replaceAll("\\s+", " ");
        int end = Math.min(oneLine.length(), MOST_SHOWN);
        // Never half of a surrogate pair.
        if (end < oneLine.length() && Character.isHighSurrogate(oneLine.charAt(end - 1))) {
            end--;
        }
        return end == oneLine.length() ? oneLine : oneLine.substring(0, end) + "…";
    }
}
