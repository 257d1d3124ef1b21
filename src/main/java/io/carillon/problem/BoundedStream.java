package io.carillon.problem;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** A request's body: gives out at most so many bytes, then throws; says so where the body itself breaks off. For one reader. */
final class BoundedStream extends FilterInputStream {
    private final Supplier<RuntimeException> tooMuch;
    private long left;

    BoundedStream(InputStream in, long most, Supplier<RuntimeException> tooMuch) {
        super(in);
        this.left = most;
        this.tooMuch = tooMuch;
    }

    @Override
    public int read() throws IOException {
        int read = whole(in::read);
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = whole(() -> in.read(into, offset, length));
        count(Math.max(read, 0));
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = whole(() -> in.skip(bytes));
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T whole(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (IOException broken) {
            throw new BrokenBody(broken);
        }
    }

    private void count(long bytes) {
        left -= bytes;
        if (left < 0) {
            throw tooMuch.get();
        }
    }
}
