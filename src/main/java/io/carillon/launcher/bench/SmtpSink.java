package io.carillon.launcher.bench;

import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * A mail server on loopback that takes every mail, counts it and drops it, so that what is measured is who sends. A daemon thread a
 * connection; {@link #close} ends them.
 */
public final class SmtpSink implements AutoCloseable {
    private static final int BACKLOG = 200;
    private static final int BUFFER = 256 * 1024;

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final LongAdder mails = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final AtomicLong firstAt = new AtomicLong();

    private SmtpSink(ServerSocket server) {
        this.server = server;
    }

    /** Opens one on a free port. */
    public static SmtpSink open() {
        try {
            ServerSocket server = new ServerSocket();
            server.setReceiveBufferSize(BUFFER);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            SmtpSink sink = new SmtpSink(server);
            start("smtp-sink", sink::accept);
            return sink;
        } catch (IOException refused) {
            throw new LaunchFailure("The mail sink cannot listen on loopback: " + refused.getMessage(), refused);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    /** Mails taken since {@link #reset}. */
    public long mails() {
        return mails.sum();
    }

    /** Bytes of these mails as they came over the wire, dots of stuffing included. */
    long bytes() {
        return bytes.sum();
    }

    /** When the first of them was taken, in milliseconds of the wall clock; 0 before it. */
    long firstAt() {
        return firstAt.get();
    }

    /** Counts anew. */
    void reset() {
        mails.reset();
        bytes.reset();
        firstAt.set(0);
    }

    /** A connection took one. */
    void took(long size) {
        if (firstAt.get() == 0) {
            firstAt.compareAndSet(0, System.currentTimeMillis());
        }
        mails.increment();
        bytes.add(size);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                // Each answer is a packet that somebody waits for.
                socket.setTcpNoDelay(true);
                open.add(socket);
                start("smtp-sink-" + socket.getPort(), () -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            new SinkConversation(socket.getInputStream(), socket.getOutputStream(), this::took).hold();
        } catch (SocketException goneOrClosed) {
            // The client went away, or we did.
        } catch (IOException broken) {
            throw new IllegalStateException("The mail sink broke", broken);
        } finally {
            open.remove(socket);
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException refused) {
            throw new LaunchFailure("The mail sink did not close: " + refused.getMessage(), refused);
        }
    }
}
