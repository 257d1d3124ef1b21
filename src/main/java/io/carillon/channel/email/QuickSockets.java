package io.carillon.channel.email;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets with TCP_NODELAY: without it each mail waits some 45 ms for a delayed acknowledgement. Remembers the socket, so
 * that a watch can break off what blocks on it; one object for each connection.
 */
final class QuickSockets extends SocketFactory {
    private volatile @Nullable Socket socket;
    private volatile boolean isAborted;

    /** Closes the socket under whoever reads, writes or connects; also one that is made later. */
    void abort() {
        isAborted = true;
        Socket open = socket;
        if (open != null) {
            try {
                open.close();
            } catch (IOException alreadyBroken) {
                // It was to be closed, and is.
            }
        }
    }

    @Override
    public Socket createSocket() throws IOException {
        Socket made = new Socket();
        made.setTcpNoDelay(true);
        socket = made;
        if (isAborted) {
            made.close();
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
