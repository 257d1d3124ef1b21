package io.carillon.launcher.local;

import java.time.Duration;
import java.util.List;

/**
 * Starts a part again that died, and says so; waits longer after each death of the same part, from a second to half a
 * minute, until it has lived for a minute. A daemon thread; nobody else may touch the parts until {@link #close} returned.
 */
final class Supervisor implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final List<Watched> parts;
    private final Thread thread;

    Supervisor(List<Service> services, Console console) {
        this.parts =
                services.stream().map(service -> new Watched(service, console)).toList();
        this.thread = new Thread(this::watch, "supervisor");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean wasInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        while (!Thread.currentThread().isInterrupted()) {
            parts.forEach(part -> part.look(System.nanoTime()));
            Pause.of(LOOK_EVERY);
        }
    }
}
