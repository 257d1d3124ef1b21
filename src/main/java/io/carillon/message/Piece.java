package io.carillon.message;

/**
 * A stretch of a text in the dialect.
 *
 * @param start offset of its first character
 * @param end offset after its last character
 * @param name the directive's name; empty for text and inserts
 * @param inner what stands between the marks
 */
record Piece(Kind kind, int start, int end, String name, String inner) {
    enum Kind {
        TEXT,
        INSERT,
        OPEN,
        CLOSE
    }

    String of(String source) {
        return source.substring(start, end);
    }
}
