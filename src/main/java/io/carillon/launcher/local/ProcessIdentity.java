package io.carillon.launcher.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process by number and start time, so that a stranger who got a dead process's number is never taken for it.
 *
 * @param pid its number
 * @param startedAt when the operating system says it started
 */
public record ProcessIdentity(long pid, Instant startedAt) {
    // The start is counted from the boot time, which moves by up to a second when the clock is set.
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** The identity of a live process; empty if there is none, or it is a zombie. */
    public static Optional<ProcessIdentity> of(long pid) {
        return live(pid)
                .flatMap(handle -> handle.info().startInstant())
                .map(startedAt -> new ProcessIdentity(pid, startedAt));
    }

    /** The process, if it is this one and still runs. */
    public Optional<ProcessHandle> handle() {
        return live(pid)
                .filter(handle -> handle.info()
                        .startInstant()
                        .filter(now -> Duration.between(now, startedAt).abs().compareTo(TOLERANCE) < 0)
                        .isPresent());
    }

    public boolean isAlive() {
        return handle().isPresent();
    }

    /**
     * Asks it to end and kills it when the grace is over; returns when it is gone.
     *
     * @return whether it went by itself
     */
    public boolean stop(Duration grace) {
        Optional<ProcessHandle> alive = handle();
        alive.ifPresent(ProcessHandle::destroy);
        boolean isGone = alive.isEmpty() || awaitEnd(grace);
        if (!isGone) {
            kill();
        }
        return isGone;
    }

    /** Ends it at once, without its having a say, and waits until it is gone. */
    public void kill() {
        handle().ifPresent(handle -> {
            handle.destroyForcibly();
            awaitEnd(Duration.ofSeconds(10));
        });
    }

    /**
     * Sends a signal by its POSIX name, such as {@code INT}, which Java itself cannot send.
     *
     * @return whether it could be sent
     */
    public boolean signal(String name) {
        if (!isAlive()) {
            return false;
        }
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return kill.waitFor() == 0;
        } catch (IOException noShell) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits until it has ended; false if it still runs then. */
    public boolean awaitEnd(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (isAlive()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Pause.of(Duration.ofMillis(50));
        }
        return true;
    }

    private static Optional<ProcessHandle> live(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(handle -> !isZombie(pid));
    }

    // Where nobody reaps orphans (a container without init) a killed process stays in the table for ever. Its first
    // thread may
    // be there before the others are gone, and with them its ports.
    private static boolean isZombie(long pid) {
        Path proc = Path.of("/proc", Long.toString(pid));
        try (Stream<Path> threads = Files.list(proc.resolve("task"))) {
            String stat = Files.readString(proc.resolve("stat"));
            return stat.startsWith(" Z", stat.lastIndexOf(')') + 1) && threads.count() <= 1;
        } catch (IOException | UncheckedIOException noProc) {
            return false;
        }
    }
}
