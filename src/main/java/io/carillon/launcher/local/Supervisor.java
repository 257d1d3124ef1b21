package io.carillon.launcher.local;

import java.time.Duration;
import java.util.List;

/**
 * Starts a part again that died, and says so; waits longer after each death of the same part, from a second to half a
 * minute, until it has lived for a minute. A daemon thread for each part, because one that is starting may wait for another
 * that is dead. Nobody else may touch the parts until {@link #close} returned.
 */
final class Supervisor implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final List<Thread> threads;

    Supervisor(List<Service> services, Console console) {
        this.threads = services.stream()
                .map(service -> thread(new Watched(service, console), service.name()))
                .toList();
        threads.forEach(Thread::start);
    }

    private static Thread thread(Watched part, String name) {
        Thread thread = new Thread(() -> watch(part), "supervisor of " + name);
        thread.setDaemon(true);
        return thread;
    }

    private static void watch(Watched part) {
        while (!Thread.currentThread().isInterrupted()) {
            part.look(System.nanoTime());
            Pause.of(LOOK_EVERY);
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        boolean wasInterrupted = false;
        for (Thread thread : threads) {
            wasInterrupted |= awaitEnd(thread);
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether somebody interrupted the wait, which goes on all the same. */
    private static boolean awaitEnd(Thread thread) {
        boolean wasInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                wasInterrupted = true;
            }
        }
        return wasInterrupted;
    }
}
