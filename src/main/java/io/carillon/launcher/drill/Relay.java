package io.carillon.launcher.drill;

import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a vendor's port on one of its own: while it is open it passes every byte on; while it is shut nobody listens there,
 * as where a vendor's servers are gone. Begins shut. Thread-safe.
 */
final class Relay implements AutoCloseable {
    private static final int BACKLOG = 200;
    private static final long GONE_WITHIN_MILLIS = 5_000;

    private final int target;
    private final int port;
    private final List<Socket> connections = new ArrayList<>();
    private @Nullable ServerSocket listening;
    private @Nullable Thread accepting;

    /**
     * @param target the vendor's port on loopback
     */
    Relay(int target) {
        this.target = target;
        try (ServerSocket free = bound(0)) {
            this.port = free.getLocalPort();
        } catch (IOException refused) {
            throw new LaunchFailure("No port for a relay: " + refused.getMessage(), refused);
        }
    }

    private static ServerSocket bound(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        return socket;
    }

    /** Where it listens while it is open. */
    int port() {
        return port;
    }

    synchronized void open() {
        try {
            ServerSocket fresh = bound(port);
            listening = fresh;
            accepting = thread("relay", () -> accept(fresh));
        } catch (IOException taken) {
            throw new LaunchFailure("The relay's port " + port + " was taken: " + taken.getMessage(), taken);
        }
    }

    /** Stops listening and breaks every connection. */
    void shut() {
        Thread last = stopListening();
        if (last != null) {
            // The port answers until whoever waits for a caller there has gone.
            await(last);
        }
    }

    private synchronized @Nullable Thread stopListening() {
        ServerSocket open = listening;
        listening = null;
        if (open != null) {
            close(open);
        }
        connections.forEach(Relay::close);
        connections.clear();
        Thread last = accepting;
        accepting = null;
        return last;
    }

    private static void await(Thread thread) {
        try {
            thread.join(GONE_WITHIN_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                pass(from, from.accept());
            }
        } catch (IOException shut) {
            // Nobody listens any more, as asked.
        }
    }

    private synchronized void pass(ServerSocket from, Socket caller) throws IOException {
        if (from.isClosed()) {
            close(caller);
            return;
        }
        Socket vendor = new Socket(InetAddress.getLoopbackAddress(), target);
        for (Socket socket : List.of(caller, vendor)) {
            socket.setTcpNoDelay(true);
            connections.add(socket);
        }
        Pipe.join(caller, vendor);
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void close(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception broken) {
            // It was to be broken, and is.
        }
    }

    @Override
    public void close() {
        shut();
    }
}
