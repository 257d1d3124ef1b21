package io.carillon.launcher.local;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting, in a program whose only other threads are watchers. An interrupt ends a wait early and is kept. */
public final class Pause {
    private static final Duration STEP = Duration.ofMillis(100);

    private Pause() {}

    public static void of(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks again and again until the answer is yes; false if the time is over or the thread was interrupted. */
    static boolean until(BooleanSupplier yes, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!yes.getAsBoolean()) {
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                return false;
            }
            of(STEP);
        }
        return true;
    }
}
