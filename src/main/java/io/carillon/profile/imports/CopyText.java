package io.carillon.profile.imports;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rows in the text format of PostgreSQL's COPY. Source: https://www.postgresql.org/docs/17/sql-copy.html. One thread. */
final class CopyText {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = {'\\', 'N'};

    private byte[] text = new byte[64 * 1024];
    private int size;
    private boolean isRowStart = true;

    CopyText add(@Nullable String value) {
        next();
        if (value == null) {
            append(NULL);
        } else {
            append((isPlain(value) ? value : escaped(value)).getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    private static boolean isPlain(String value) {
        return value.indexOf('\\') < 0 && value.indexOf('\t') < 0 && value.indexOf('\n') < 0 && value.indexOf('\r') < 0;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    CopyText add(long value) {
        next();
        append(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    CopyText add(boolean value) {
        next();
        append((byte) (value ? 't' : 'f'));
        return this;
    }

    CopyText add(byte[] value) {
        next();
        ensure(3 + 2 * value.length);
        append((byte) '\\');
        append((byte) '\\');
        append((byte) 'x');
        for (byte b : value) {
            text[size++] = HEX[b >> 4 & 0xf];
            text[size++] = HEX[b & 0xf];
        }
        return this;
    }

    void endRow() {
        append((byte) '\n');
        isRowStart = true;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** All rows; nothing may be added while it is read. */
    InputStream bytes() {
        return new ByteArrayInputStream(text, 0, size);
    }

    private void next() {
        if (!isRowStart) {
            append((byte) '\t');
        }
        isRowStart = false;
    }

    private void append(byte[] bytes) {
        ensure(bytes.length);
        System.arraycopy(bytes, 0, text, size, bytes.length);
        size += bytes.length;
    }

    private void append(byte b) {
        ensure(1);
        text[size++] = b;
    }

    private void ensure(int more) {
        if (text.length - size < more) {
            text = Arrays.copyOf(text, Math.max(size + more, 2 * text.length));
        }
    }
}
