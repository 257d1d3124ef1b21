package io.carillon.channel;

import java.time.Duration;

/**
 * Until when calls may be started, by this machine's monotonic clock: the end of the claim's lease. A sender asks before
 * every call and answers {@code NotSent(LEASE_OVER)} for what it did not start.
 */
public final class CallDeadline {
    private final long endNanos;

    private CallDeadline(long endNanos) {
        this.endNanos = endNanos;
    }

    /** Ends that long after this call. */
    public static CallDeadline in(Duration left) {
        return new CallDeadline(System.nanoTime() + left.toNanos());
    }

    /** Whether no further call may be started. */
    public boolean isOver() {
        return System.nanoTime() - endNanos >= 0;
    }
}
