package io.carillon.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** Goes over the lines of a file in one buffer, without making objects of them. */
final class LineScan {
    private static final int BUFFER_BYTES = 256 * 1024;

    private LineScan() {}

    /** Sees one line. */
    @FunctionalInterface
    interface Visitor {
        /**
         * A line without its end.
         *
         * @param next the offset in the file where the next line begins
         * @return whether to go on
         */
        boolean visit(byte[] buffer, int from, int length, long next) throws IOException;
    }

    /** Visits the whole lines between two offsets; returns the offset after the last one visited. */
    static long over(FileChannel channel, long start, long end, Visitor visitor) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        int filled = 0;
        long base = start;
        while (true) {
            int line = 0;
            for (int i = 0; i < filled; i++) {
                if (buffer[i] == '\n') {
                    boolean goesOn = visitor.visit(buffer, line, i - line, base + i + 1);
                    line = i + 1;
                    if (!goesOn) {
                        return base + line;
                    }
                }
            }
            System.arraycopy(buffer, line, buffer, 0, filled - line);
            filled -= line;
            base += line;
            if (filled == buffer.length) {
                buffer = Arrays.copyOf(buffer, buffer.length * 2);
            }
            int wanted = (int) Math.min(buffer.length - filled, end - base - filled);
            int read = wanted <= 0 ? -1 : channel.read(ByteBuffer.wrap(buffer, filled, wanted), base + filled);
            if (read <= 0) {
                return base;
            }
            filled += read;
        }
    }

    /** Whether the line holds these bytes. */
    static boolean contains(byte[] buffer, int from, int length, byte[] wanted) {
        int last = from + length - wanted.length;
        for (int i = from; i <= last; i++) {
            int matched = 0;
            while (matched < wanted.length && buffer[i + matched] == wanted[matched]) {
                matched++;
            }
            if (matched == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
