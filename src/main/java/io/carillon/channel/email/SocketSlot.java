package io.carillon.channel.email;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** Where one connection's socket is kept, so that a watch can break off what blocks on it. Thread-safe. */
final class SocketSlot {
    private @Nullable Socket socket;
    private boolean isAborted;

    /** Keeps the socket; closes it when the connection was broken off meanwhile. */
    synchronized void put(Socket made) throws IOException {
        socket = made;
        if (isAborted) {
            made.close();
        }
    }

    /** What leaves by the socket, without a buffer in between. */
    synchronized OutputStream output() throws IOException {
        if (socket == null) {
            throw new SocketException("Not connected");
        }
        return socket.getOutputStream();
    }

    /** Closes the socket under whoever reads, writes or connects; also one that is made later. */
    synchronized void abort() {
        isAborted = true;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException alreadyBroken) {
                // It was to be closed, and is.
            }
        }
    }
}
