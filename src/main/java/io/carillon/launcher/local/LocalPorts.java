package io.carillon.launcher.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ports of a local installation, each moved by its own variable. All are bound to 127.0.0.1 only. */
public record LocalPorts(int app, int temporal, int temporalUi, int sandbox, int smtp, int aliyun, int postgres) {
    private static final int COUNT = 7;

    /** A port and the variable that moves it. */
    public record Named(int number, String purpose, String variable) {}

    /** Reads the ports, each from its variable or its default; refuses what is no port, and two of the same. */
    public static LocalPorts from(Map<String, String> environment) {
        Reader reader = new Reader(environment, new HashSet<>());
        return new LocalPorts(
                reader.port("CARILLON_PORT", 8080),
                reader.port("CARILLON_TEMPORAL_PORT", 7233),
                reader.port("CARILLON_TEMPORAL_UI_PORT", 8233),
                reader.port("CARILLON_SANDBOX_PORT", 8090),
                reader.port("CARILLON_SMTP_PORT", 2525),
                reader.port("CARILLON_ALIYUN_PORT", 8091),
                reader.port("CARILLON_POSTGRES_PORT", 5433));
    }

    /** Ports that nobody uses at this moment, for an installation beside others; app processes fit on the app's port + 100. */
    public static LocalPorts free() {
        List<ServerSocket> held = new ArrayList<>();
        try {
            while (held.size() < COUNT) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
            }
            int[] port = held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
            return new LocalPorts(port[0], port[1], port[2], port[3], port[4], port[5], port[6]);
        } catch (IOException none) {
            throw new LaunchFailure("No free ports can be had on 127.0.0.1: " + none.getMessage(), none);
        } finally {
            held.forEach(LocalPorts::letGo);
        }
    }

    private static void letGo(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // It is gone either way.
        }
    }

    private record Reader(Map<String, String> environment, Set<Integer> taken) {
        int port(String variable, int usual) {
            String given = environment.getOrDefault(variable, "").strip();
            int port = given.isEmpty() ? usual : parse(variable, given);
            if (!taken.add(port)) {
                throw new LaunchFailure("Port " + port + " is asked for twice: give " + variable
                        + " a port that nothing else here uses.");
            }
            return port;
        }

        private static int parse(String variable, String given) {
            try {
                int port = Integer.parseInt(given);
                if (port >= 1 && port <= 65_535) {
                    return port;
                }
            } catch (NumberFormatException notANumber) {
                // said below
            }
            throw new LaunchFailure(variable + " is \"" + given + "\": give a port from 1 to 65535.");
        }
    }
}
