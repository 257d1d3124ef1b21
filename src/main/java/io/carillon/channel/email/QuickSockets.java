package io.carillon.channel.email;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets with TCP_NODELAY: without it each mail waits some 45 ms for a delayed acknowledgement. A socket goes into the
 * slot of the connection that its thread is opening. Thread-safe.
 */
final class QuickSockets extends SocketFactory {
    private final ThreadLocal<@Nullable SocketSlot> opening = new ThreadLocal<>();

    /** Says whose socket this thread makes next. */
    void openFor(SocketSlot slot) {
        opening.set(slot);
    }

    /** This thread makes no more. */
    void opened() {
        opening.remove();
    }

    @Override
    public Socket createSocket() throws IOException {
        Socket made = new Socket();
        made.setTcpNoDelay(true);
        SocketSlot slot = opening.get();
        if (slot != null) {
            slot.put(made);
        }
        return made;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    private Socket connected(InetSocketAddress remote, @Nullable InetSocketAddress local) throws IOException {
        Socket made = createSocket();
        try {
            made.bind(local);
            made.connect(remote);
            return made;
        } catch (IOException broken) {
            made.close();
            throw broken;
        }
    }
}
