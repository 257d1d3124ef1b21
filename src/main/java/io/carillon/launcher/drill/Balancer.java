package io.carillon.launcher.drill;

import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What stands in front of several app processes: takes connections on one loopback port and hands each, in turn, to a process
 * that accepts it; one that does not is passed over. A process that dies cuts its connections, as it would behind any
 * balancer. Threads of its own; {@link #close} ends them.
 */
final class Balancer implements AutoCloseable {
    private static final int BACKLOG = 200;
    private static final int CONNECT_MILLIS = 1_000;

    private final ServerSocket server;
    private final List<Socket> open = Collections.synchronizedList(new ArrayList<>());
    private volatile List<Integer> targets = List.of();
    private int turn;

    private Balancer(ServerSocket server) {
        this.server = server;
    }

    /** Opens one on a free port; it has nobody to hand connections to yet. */
    static Balancer open() {
        try {
            Balancer balancer = new Balancer(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
            Thread thread = new Thread(balancer::accept, "balancer");
            thread.setDaemon(true);
            thread.start();
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
                hand(server.accept());
            } catch (IOException closed) {
                // Asked again whether it is.
            }
        }
    }

    private void hand(Socket client) {
        open.removeIf(Socket::isClosed);
        Optional<Socket> target = connect();
        if (target.isEmpty()) {
            Pipe.close(client);
            return;
        }
        open.addAll(List.of(client, target.get()));
        Pipe.join(client, target.get());
    }

    private Optional<Socket> connect() {
        List<Integer> ports = targets;
        for (int tries = 0; tries < ports.size(); tries++) {
            Socket target = new Socket();
            try {
                target.setTcpNoDelay(true);
                int port = ports.get(Math.floorMod(turn++, ports.size()));
                target.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
                return Optional.of(target);
            } catch (IOException dead) {
                Pipe.close(target);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException alreadyGone) {
            // That is what was wanted.
        }
        List.copyOf(open).forEach(Pipe::close);
    }
}
