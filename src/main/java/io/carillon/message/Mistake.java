package io.carillon.message;

import io.carillon.problem.Finding;
import java.util.Arrays;
import java.util.List;

/**
 * Something in a text that the dialect does not have.
 *
 * @param line from 1
 * @param column from 1, in characters
 * @param found what stands there, shortened
 * @param key which sentence says what to fix; its first part is the code
 * @param values what the sentence is filled in with
 */
public record Mistake(int line, int column, String found, String key, List<String> values) {
    private static final int MOST_SHOWN = 60;

    static Mistake at(String source, int offset, String found, String key, Object... values) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < offset; i++) {
            if (source.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        int column = source.codePointCount(lineStart, offset) + 1;
        return new Mistake(
                line,
                column,
                shortened(found),
                key,
                Arrays.stream(values).map(String::valueOf).toList());
    }

    /** Stable, such as {@code not_in_dialect}. */
    public String code() {
        return Sentences.code(key);
    }

    /** One sentence in English that says what to fix, without the position. */
    public String message() {
        return Sentences.ENGLISH.text(key, values.toArray());
    }

    /** What could stand there, in English. */
    public String expected() {
        return Sentences.ENGLISH.expected(key, values.toArray());
    }

    /** As a finding about the text at that JSON pointer. */
    Finding at(String pointer, Sentences sentences) {
        String message = sentences.text("at_position", line, column, sentences.text(key, values.toArray()));
        return Finding.error(pointer, code(), found, sentences.expected(key, values.toArray()), message);
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
