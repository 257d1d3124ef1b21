package io.carillon.launcher.drill;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When nobody need answer: while what answers is away, and for a moment after. Thread-safe. */
final class Absence {
    /** Connections to what was away are found dead one by one. */
    static final Duration GRACE = Duration.ofSeconds(10);

    private final LongSupplier clock;
    private long excusedUntil;
    private int away;

    /**
     * @param clock as {@link System#nanoTime}
     */
    Absence(LongSupplier clock) {
        this.clock = clock;
        this.excusedUntil = clock.getAsLong();
    }

    /** Something is taken away now. */
    synchronized void away() {
        away++;
    }

    /** It is back. */
    synchronized void back() {
        away--;
        excuse(GRACE);
    }

    /** One of several that answer is taken away now: whoever stands in front has so long to notice, then the others answer for it. */
    synchronized void failsOver(Duration within) {
        excuse(within);
    }

    private void excuse(Duration time) {
        long until = clock.getAsLong() + time.toNanos();
        if (until - excusedUntil > 0) {
            excusedUntil = until;
        }
    }

    /** Whether a question that was asked at that time need have no answer. */
    synchronized boolean excuses(long asked) {
        return away > 0 || excusedUntil - asked > 0;
    }
}
