package io.carillon.launcher.local;

import java.time.Duration;

/** One part under supervision: how often it died of late, and when it is started again. For one thread. */
final class Watched {
    private static final int LONGEST_WAIT_SECONDS = 30;
    private static final int MOST_DOUBLINGS = 5;
    private static final Duration HEALTHY_AFTER = Duration.ofMinutes(1);

    private final Service service;
    private final Console console;
    private int deaths;
    private boolean isWaiting;
    private long restartAt;
    private long startedAt;

    Watched(Service service, Console console) {
        this.service = service;
        this.console = console;
    }

    /**
     * Looks whether it lives, and does what is due.
     *
     * @param now of {@link System#nanoTime}
     */
    void look(long now) {
        if (Thread.currentThread().isInterrupted() || service.isAlive()) {
            return;
        }
        if (!isWaiting) {
            deaths = now - startedAt > HEALTHY_AFTER.toNanos() ? 1 : deaths + 1;
            planRestart(now);
        } else if (now - restartAt >= 0) {
            restart();
        }
    }

    private void planRestart(long now) {
        int wait = Math.min(LONGEST_WAIT_SECONDS, 1 << Math.min(Math.max(deaths, 1) - 1, MOST_DOUBLINGS));
        console.say(service.name(), "has ended; starting it again in " + wait + " s");
        isWaiting = true;
        restartAt = now + Duration.ofSeconds(wait).toNanos();
    }

    private void restart() {
        try {
            service.start();
            isWaiting = false;
            startedAt = System.nanoTime();
        } catch (LaunchFailure failure) {
            if (!Thread.currentThread().isInterrupted()) {
                console.say(service.name(), failure.getMessage());
                deaths++;
                planRestart(System.nanoTime());
            }
        }
    }
}
