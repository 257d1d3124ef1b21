package io.carillon.profile.imports;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Rows in the text format of PostgreSQL's COPY. Source: https://www.postgresql.org/docs/17/sql-copy.html. One thread. */
final class CopyText {
    private final StringBuilder text = new StringBuilder(64 * 1024);
    private boolean isRowStart = true;

    CopyText add(@Nullable String value) {
        next();
        if (value == null) {
            text.append("\\N");
            return this;
        }
        if (isPlain(value)) {
            text.append(value);
            return this;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(c);
            }
        }
        return this;
    }

    private static boolean isPlain(String value) {
        return value.indexOf('\\') < 0 && value.indexOf('\t') < 0 && value.indexOf('\n') < 0 && value.indexOf('\r') < 0;
    }

    CopyText add(long value) {
        next();
        text.append(value);
        return this;
    }

    CopyText add(boolean value) {
        next();
        text.append(value ? 't' : 'f');
        return this;
    }

    CopyText add(byte[] value) {
        next();
        text.append("\\\\x");
        HexFormat.of().formatHex(text, value);
        return this;
    }

    void endRow() {
        text.append('\n');
        isRowStart = true;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void next() {
        if (!isRowStart) {
            text.append('\t');
        }
        isRowStart = false;
    }
}
