package io.carillon.launcher.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Temporal's own server with its UI, one process over a SQLite file. */
public final class TemporalProcess {
    public static final String NAME = "Temporal";
    // Seconds on a machine of its own; a crowded one has been seen to take four minutes.
    private static final Duration READY_WITHIN = Duration.ofMinutes(10);

    private static final String WITHOUT_FILE =
            "Move it away and start again: with an empty one Carillon goes on from its"
                    + " own database, and only the histories of runs are gone.";

    // The first bytes of every database file of SQLite's.
    private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private final LaunchSettings settings;
    private final Path program;

    TemporalProcess(LaunchSettings settings, Path program) {
        this.settings = settings;
        this.program = program;
    }

    String address() {
        return address(settings);
    }

    /** Where the frontend of a Temporal that we start listens. */
    static String address(LaunchSettings settings) {
        return "127.0.0.1:" + settings.ports().temporal();
    }

    /** Where it and its pages listen. */
    static List<LocalPorts.Named> ports(LocalPorts ports) {
        return List.of(
                new LocalPorts.Named(ports.temporal(), "Temporal", "CARILLON_TEMPORAL_PORT"),
                new LocalPorts.Named(ports.temporalUi(), "Temporal's UI", "CARILLON_TEMPORAL_UI_PORT"));
    }

    /** Temporal says of a file that is none of SQLite's no more than that it is not a database. */
    private void requireDatabase() {
        Path file = settings.folder().temporalDatabase();
        try {
            if (Files.exists(file) && Files.size(file) > 0 && !isSqlite(file)) {
                throw new LaunchFailure(file + " is not a database of Temporal's. " + WITHOUT_FILE);
            }
        } catch (IOException unreadable) {
            throw new LaunchFailure(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static boolean isSqlite(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(SQLITE.length), SQLITE);
        }
    }

    LocalProcess.Plan plan() {
        requireDatabase();
        LocalPorts ports = settings.ports();
        TemporalNamespace namespace = TemporalNamespace.plain(settings, program);
        return new LocalProcess.Plan(
                NAME,
                command(),
                Map.of("TEMPORAL_DISABLE_UPDATE_CHECK", "1"),
                program,
                settings.folder().log("temporal"),
                ports(ports),
                () -> FreePort.answers(ports.temporal()) && namespace.isServing(),
                READY_WITHIN,
                "If its file " + settings.folder().temporalDatabase() + " is damaged: " + WITHOUT_FILE);
    }

    private List<String> command() {
        LocalPorts ports = settings.ports();
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "server",
                "start-dev",
                "--ip",
                "127.0.0.1",
                "--port",
                Integer.toString(ports.temporal()),
                "--ui-port",
                Integer.toString(ports.temporalUi()),
                "--namespace",
                TemporalNamespace.name(settings),
                "--db-filename",
                settings.folder().temporalDatabase().toString(),
                // As it comes SQLite waits for the disk on every write: 45 starts a second instead of 100.
                "--sqlite-pragma",
                "journal_mode=wal",
                "--sqlite-pragma",
                "synchronous=1",
                "--search-attribute",
                "CarillonRun=Keyword",
                "--search-attribute",
                "CarillonStage=Keyword",
                "--search-attribute",
                "CarillonChannel=KeywordList",
                "--search-attribute",
                "CarillonReason=KeywordList",
                "--log-level",
                "warn"));
        // Without it the server takes any free port, which nobody knows.
        LaunchSettings.given(settings.environment(), "CARILLON_TEMPORAL_METRICS_PORT")
                .ifPresent(port -> command.addAll(List.of("--metrics-port", port)));
        return command;
    }
}
