package io.carillon.launcher.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and {@code kill}, for work that has to clean up behind it: interrupts the thread that made this, and lets the JVM end only
 * once {@link #close} was called or two minutes are over. One for each piece of work.
 */
public final class StopSignal implements AutoCloseable {
    private static final Duration AT_MOST = Duration.ofMinutes(2);

    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean isGiven;

    /** Listens from now on, for the calling thread. */
    public StopSignal() {
        Thread worker = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            isGiven = true;
                            worker.interrupt();
                            await();
                        },
                        "stop"));
    }

    /** Whether somebody asked for the end. */
    public boolean isGiven() {
        return isGiven;
    }

    private void await() {
        try {
            closed.await(AT_MOST.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything is cleaned up. */
    @Override
    public void close() {
        closed.countDown();
    }
}
