package io.carillon.launcher.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A server program in a process of its own: its output goes to a log file, its number to a pid file, and it lives on when
 * the launcher is killed. One left over is taken over if it was started with exactly this plan, else stopped first.
 */
public final class LocalProcess implements Service {
    private static final int LOG_LINES_SHOWN = 15;
    /** An app waits for calls and answers that are under way, which takes it up to 52 s. */
    public static final Duration STOP_GRACE = Duration.ofSeconds(60);

    private static final Duration SAY_EVERY = Duration.ofSeconds(30);

    private final Plan plan;
    private final PidFile pidFile;
    private final Console console;

    /**
     * What to start.
     *
     * @param name short name: file names and the first column of what is printed
     * @param command program and arguments
     * @param environment added to the launcher's own
     * @param program the file whose change makes a running process outdated
     * @param log where its output goes, appended
     * @param ports what it will listen on
     * @param readiness whether it can be used
     * @param readyWithin how long that may take
     * @param advice what to try where it ends while starting; empty for none
     */
    public record Plan(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path program,
            Path log,
            List<LocalPorts.Named> ports,
            Readiness readiness,
            Duration readyWithin,
            String advice) {

        /** Without advice. */
        public Plan(
                String name,
                List<String> command,
                Map<String, String> environment,
                Path program,
                Path log,
                List<LocalPorts.Named> ports,
                Readiness readiness,
                Duration readyWithin) {
            this(name, command, environment, program, log, ports, readiness, readyWithin, "");
        }

        String fingerprint() {
            List<String> parts = new ArrayList<>(command);
            new TreeMap<>(environment).forEach((name, value) -> parts.add(name + "=" + value));
            parts.add(Long.toString(program.toFile().lastModified()));
            return PidFile.fingerprint(parts);
        }
    }

    public LocalProcess(Plan plan, Path pids, Console console) {
        this.plan = plan;
        this.pidFile = new PidFile(pids, plan.name());
        this.console = console;
    }

    @Override
    public String name() {
        return plan.name();
    }

    @Override
    public void start() {
        Optional<PidFile.Entry> left = pidFile.live();
        if (left.isPresent() && left.get().fingerprint().equals(plan.fingerprint())) {
            console.say(name(), "runs already (process " + left.get().identity().pid() + "), used as it is");
            awaitReady(left.get().identity(), System.nanoTime());
            return;
        }
        left.ifPresent(entry -> {
            console.say(
                    name(),
                    "an older one is left over (process " + entry.identity().pid() + "): stopping it");
            entry.identity().stop(STOP_GRACE);
        });
        plan.ports().forEach(FreePort::require);
        console.say(name(), "starting" + where());
        long began = System.nanoTime();
        awaitReady(launch(), began);
    }

    @Override
    public boolean isAlive() {
        return pidFile.live().isPresent();
    }

    /** Its process, while it runs. */
    public Optional<ProcessIdentity> identity() {
        return pidFile.live().map(PidFile.Entry::identity);
    }

    @Override
    public void stop() {
        pidFile.live().ifPresent(entry -> {
            console.say(name(), "stopping");
            if (!entry.identity().stop(STOP_GRACE)) {
                console.say(name(), "did not end within " + Durations.words(STOP_GRACE) + ": killed");
            }
        });
        pidFile.delete();
    }

    @Override
    public void kill() {
        identity().ifPresent(ProcessIdentity::kill);
    }

    private ProcessIdentity launch() {
        List<String> command = new ArrayList<>(ownSession());
        command.addAll(plan.command());
        requireProgram(Path.of(plan.command().get(0)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
        // What it is to know of our settings is in the plan; the launcher's own are not its business.
        builder.environment().keySet().removeIf(name -> name.startsWith("CARILLON_"));
        builder.environment().putAll(plan.environment());
        try {
            Process process = builder.start();
            ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow(() -> endedAtOnce(process.pid()));
            pidFile.write(new PidFile.Entry(identity, plan.fingerprint()));
            return identity;
        } catch (IOException refused) {
            throw new LaunchFailure(
                    name() + " cannot be started: " + plan.command().get(0) + " (" + refused.getMessage() + ")",
                    refused);
        }
    }

    /** A wrapper around the program would start, and only its log would say that the program is not there. */
    private void requireProgram(Path program) {
        if (program.isAbsolute() && !Files.isExecutable(program)) {
            throw new LaunchFailure(name() + " cannot be started: " + program + " is missing or may not be run");
        }
    }

    private String where() {
        return plan.ports().isEmpty()
                ? ""
                : plan.ports().stream()
                        .map(port -> "127.0.0.1:" + port.number())
                        .collect(Collectors.joining(", ", " on ", ""));
    }

    // Ctrl-C in a terminal reaches the whole process group at once; in sessions of their own the parts end in order.
    private static List<String> ownSession() {
        return Programs.find("setsid")
                .map(program -> List.of(program.toString()))
                .orElse(List.of());
    }

    private void awaitReady(ProcessIdentity identity, long began) {
        boolean isReady = false;
        while (!isReady && since(began).compareTo(plan.readyWithin()) < 0) {
            Duration left = plan.readyWithin().minus(since(began));
            isReady = Pause.until(
                    () -> !identity.isAlive() || plan.readiness().isReady(),
                    left.compareTo(SAY_EVERY) < 0 ? left : SAY_EVERY);
            if (!identity.isAlive()) {
                throw endedAtOnce(identity.pid());
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new LaunchFailure(name() + " was still starting.");
            }
            if (!isReady && since(began).compareTo(plan.readyWithin()) < 0) {
                console.say(
                        name(),
                        "still starting after " + Durations.words(since(began)) + ", waits for "
                                + plan.readiness().waitsFor() + " (log: " + plan.log() + ")");
            }
        }
        if (!isReady) {
            throw new LaunchFailure(
                    name() + " is not ready after " + Durations.words(plan.readyWithin()) + "; it waits for "
                            + plan.readiness().waitsFor() + ". Its log, " + plan.log() + ", ends with:\n" + logEnd());
        }
        console.say(name(), "ready after " + Durations.words(since(began)));
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private LaunchFailure endedAtOnce(long pid) {
        pidFile.delete();
        return new LaunchFailure(name() + " (process " + pid + ") ended while starting. Its log, " + plan.log()
                + ", ends with:\n" + logEnd() + plan.advice());
    }

    private String logEnd() {
        try {
            List<String> lines = new String(Files.readAllBytes(plan.log()), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()))
                    .indent(4);
        } catch (IOException unreadable) {
            return "    (the log cannot be read: " + unreadable.getMessage() + ")";
        }
    }
}
