package io.carillon.launcher.local;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** The ports of a local installation, each moved by its own variable. All are bound to 127.0.0.1 only. */
public record LocalPorts(int app, int temporal, int temporalUi, int sandbox, int smtp, int aliyun, int postgres) {
    private static final int COUNT = 7;
    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 30_000;
    private static final int MOST_TRIES = 1_000;

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

    /**
     * Ports that nobody uses at this moment, for an installation beside others; app processes fit on the app's port + 100 and
     * so on. They lie below those that the operating system gives to outgoing connections, so that a part killed finds its
     * own port free again.
     */
    public static LocalPorts free() {
        List<Integer> free = new ArrayList<>();
        for (int tries = 0; tries < MOST_TRIES && free.size() < COUNT; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (!free.contains(port) && FreePort.isFree(port)) {
                free.add(port);
            }
        }
        if (free.size() < COUNT) {
            throw new LaunchFailure("No " + COUNT + " free ports can be had from " + LOWEST + " to " + HIGHEST
                    + " on 127.0.0.1: stop what uses them.");
        }
        return new LocalPorts(
                free.get(0), free.get(1), free.get(2), free.get(3), free.get(4), free.get(5), free.get(6));
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
