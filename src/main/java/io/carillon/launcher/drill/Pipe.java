package io.carillon.launcher.drill;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** Two connections made one: every byte of either goes to the other as it is, and the end of either ends both. */
final class Pipe {
    private static final int BUFFER = 16 * 1024;

    private Pipe() {}

    /** Joins them, in two daemon threads; returns at once. */
    static void join(Socket one, Socket other) {
        start(() -> copy(one, other));
        start(() -> copy(other, one));
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException broken) {
            // It was to be broken, and is.
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "pipe");
        thread.setDaemon(true);
        thread.start();
    }

    private static void copy(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int read = in.read(buffer);
            while (read >= 0) {
                out.write(buffer, 0, read);
                read = in.read(buffer);
            }
        } catch (IOException ended) {
            // One side is gone; closing the other tells it.
        }
    }
}
