package io.carillon.launcher.drill;

import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What stands in front of several app processes: takes connections on one loopback port and hands each, in turn, to a process
 * that accepts it; one that does not is passed over. Bytes go through as they are, so a process that dies cuts its
 * connections, as it would behind any balancer. Threads of its own; {@link #close} ends them.
 */
final class Balancer implements AutoCloseable {
    private static final int CONNECT_MILLIS = 1_000;
    private static final int BUFFER = 1 << 14;

    private final ServerSocket server;
    private final List<Socket> open = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger turn = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "balancer");
        thread.setDaemon(true);
        return thread;
    });
    private volatile List<Integer> targets = List.of();

    private Balancer(ServerSocket server) {
        this.server = server;
    }

    /** Opens one on a free port; it has nobody to hand connections to yet. */
    static Balancer open() {
        try {
            Balancer balancer = new Balancer(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
            balancer.threads.execute(balancer::accept);
            return balancer;
        } catch (IOException refused) {
            throw new LaunchFailure("No port can be had for the balancer: " + refused.getMessage(), refused);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** From now on connections go to these loopback ports. */
    void to(List<Integer> ports) {
        targets = List.copyOf(ports);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                threads.execute(() -> join(client));
            } catch (IOException closed) {
                // Asked again whether it is.
            }
        }
    }

    private void join(Socket client) {
        Optional<Socket> target = connect();
        if (target.isEmpty()) {
            end(client);
            return;
        }
        open.add(target.get());
        threads.execute(() -> pump(target.get(), client));
        pump(client, target.get());
    }

    private Optional<Socket> connect() {
        List<Integer> ports = targets;
        for (int i = 0; i < ports.size(); i++) {
            int port = ports.get(Math.floorMod(turn.getAndIncrement(), ports.size()));
            Socket target = new Socket();
            try {
                target.setTcpNoDelay(true);
                target.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
                return Optional.of(target);
            } catch (IOException dead) {
                end(target);
            }
        }
        return Optional.empty();
    }

    /** One direction, until either side ends it. */
    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
        } catch (IOException cut) {
            // The other side learns it by the end below.
        }
        end(from);
        end(to);
    }

    private void end(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // That is what was wanted.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException alreadyGone) {
            // That is what was wanted.
        }
        List.copyOf(open).forEach(this::end);
        threads.shutdownNow();
    }
}
