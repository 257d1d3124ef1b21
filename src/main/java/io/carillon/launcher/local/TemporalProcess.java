package io.carillon.launcher.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Temporal's own server with its UI, one process over a SQLite file. */
public final class TemporalProcess {
    public static final String NAME = "Temporal";
    // Seconds on a machine of its own; a crowded one has been seen to take four minutes.
    private static final Duration READY_WITHIN = Duration.ofMinutes(10);
    private static final int HEALTH_SECONDS = 10;

    private final LaunchSettings settings;
    private final Path program;

    TemporalProcess(LaunchSettings settings, Path program) {
        this.settings = settings;
        this.program = program;
    }

    String address() {
        return "127.0.0.1:" + settings.ports().temporal();
    }

    LocalProcess.Plan plan() {
        LocalPorts ports = settings.ports();
        return new LocalProcess.Plan(
                NAME,
                command(),
                Map.of("TEMPORAL_DISABLE_UPDATE_CHECK", "1"),
                program,
                settings.folder().log("temporal"),
                List.of(
                        new LocalPorts.Named(ports.temporal(), "Temporal", "CARILLON_TEMPORAL_PORT"),
                        new LocalPorts.Named(ports.temporalUi(), "Temporal's UI", "CARILLON_TEMPORAL_UI_PORT")),
                this::isServing,
                READY_WITHIN);
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

    private boolean isServing() {
        return FreePort.answers(settings.ports().temporal()) && isHealthy();
    }

    private boolean isHealthy() {
        try {
            Process health = new ProcessBuilder(
                            program.toString(), "operator", "cluster", "health", "--address", address())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (health.waitFor(HEALTH_SECONDS, TimeUnit.SECONDS)) {
                return health.exitValue() == 0;
            }
            health.destroyForcibly();
            return false;
        } catch (IOException refused) {
            throw new LaunchFailure(program + " cannot be run: " + refused.getMessage(), refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
