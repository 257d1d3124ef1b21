package io.carillon.message;

import java.io.IOException;
import java.io.Writer;

/** Text in memory, up to a bound. */
final class BoundedWriter extends Writer {
    private final StringBuilder text = new StringBuilder(256);
    private final int longest;

    BoundedWriter(int longest) {
        this.longest = longest;
    }

    /** The bound is reached. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong(int longest) {
            super("More than " + longest + " characters");
        }
    }

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
        makeRoom(length);
        text.append(characters, offset, length);
    }

    @Override
    public void write(String part, int offset, int length) throws IOException {
        makeRoom(length);
        text.append(part, offset, offset + length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return text.toString();
    }

    private void makeRoom(int length) throws TooLong {
        if (text.length() + length > longest) {
            throw new TooLong(longest);
        }
    }
}
