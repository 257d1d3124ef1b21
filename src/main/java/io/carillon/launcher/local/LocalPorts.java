package io.carillon.launcher.local;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** The ports of a local installation, each moved by its own variable. All are bound to 127.0.0.1 only. */
public record LocalPorts(int app, int temporal, int temporalUi, int sandbox, int smtp, int aliyun, int postgres) {
    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 30_000;
    private static final int MOST_TRIES = 1_000;

    /** What {@link #free} gave: whoever asks next in this process must not get it too, though nobody listens there yet. */
    private static final Set<Integer> GIVEN = new HashSet<>();

    /** A port and the variable that moves it. */
    public record Named(int number, String purpose, String variable) {}

    /** The parts of Temporal's server as clusters run it: two ports each, the first of all being the frontend's. */
    enum TemporalService {
        FRONTEND,
        MATCHING,
        HISTORY,
        WORKER;

        /** As configuration calls it. */
        String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        int grpc(LocalPorts ports) {
            return ports.temporal() + ordinal();
        }

        int membership(LocalPorts ports) {
            return ports.temporal() + values().length + ordinal();
        }
    }

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

    /** The variables that move a start to these ports. */
    public Map<String, String> environment() {
        return Map.of(
                "CARILLON_PORT", Integer.toString(app),
                "CARILLON_TEMPORAL_PORT", Integer.toString(temporal),
                "CARILLON_TEMPORAL_UI_PORT", Integer.toString(temporalUi),
                "CARILLON_SANDBOX_PORT", Integer.toString(sandbox),
                "CARILLON_SMTP_PORT", Integer.toString(smtp),
                "CARILLON_ALIYUN_PORT", Integer.toString(aliyun),
                "CARILLON_POSTGRES_PORT", Integer.toString(postgres));
    }

    /**
     * Ports that nobody uses at this moment, for an installation beside others, with those that further app processes and a
     * Temporal cluster's parts take. They lie below those that the operating system gives to outgoing connections, so that a
     * part killed finds its own port free again.
     */
    public static LocalPorts free() {
        synchronized (GIVEN) {
            int temporal = freeRow(2 * TemporalService.values().length, 1);
            int app = freeRow(Stack.MOST_PROCESSES, Stack.PORT_STEP);
            return new LocalPorts(
                    app, temporal, freeRow(1, 1), freeRow(1, 1), freeRow(1, 1), freeRow(1, 1), freeRow(1, 1));
        }
    }

    /** The first of so many free ports at equal distances, which are then given. */
    private static int freeRow(int count, int step) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            int first = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            List<Integer> row =
                    IntStream.range(0, count).map(i -> first + i * step).boxed().toList();
            if (row.stream().noneMatch(GIVEN::contains) && row.stream().allMatch(FreePort::isFree)) {
                GIVEN.addAll(row);
                return first;
            }
        }
        throw new LaunchFailure("No " + count + " free ports can be had from " + LOWEST + " to " + HIGHEST
                + " on 127.0.0.1: stop what uses them.");
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
