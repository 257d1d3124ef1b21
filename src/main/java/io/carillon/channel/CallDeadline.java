package io.carillon.channel;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Until when calls may be started, by this machine's monotonic clock: the end of the claim's lease, or when this process begins to stop.
 * A sender asks before every call, also of those that it makes one after the other for one hand-over, and answers
 * {@code NotSent(LEASE_OVER)} for what it did not start.
 */
public final class CallDeadline {
    private final long endNanos;
    private final BooleanSupplier isStopping;

    private CallDeadline(long endNanos, BooleanSupplier isStopping) {
        this.endNanos = endNanos;
        this.isStopping = isStopping;
    }

    /** Ends that long after this call. */
    public static CallDeadline in(Duration left) {
        return in(left, () -> false);
    }

    /** Ends that long after this call, or as soon as this process stops. */
    public static CallDeadline in(Duration left, BooleanSupplier isStopping) {
        return new CallDeadline(System.nanoTime() + left.toNanos(), isStopping);
    }

    /** Whether no further call may be started. */
    public boolean isOver() {
        return System.nanoTime() - endNanos >= 0 || isStopping.getAsBoolean();
    }
}
