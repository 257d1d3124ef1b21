package io.carillon.delivery.ledger;

import io.carillon.channel.Sender;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When somebody must look at a row again. */
public final class WakeTimes {
    /** A call may start at the last moment of its lease and take its whole time-out; then a little for its outcome's commit. */
    public static final Duration AFTER_LEASE = Duration.ofSeconds(Sender.CALL_SECONDS + 5L);

    private WakeTimes() {}

    /** Rounds a time up so that a batch wakes a handful of times in a wait and not once a person. */
    public static @Nullable Instant rounded(@Nullable Instant due, Duration wait) {
        if (due == null) {
            return null;
        }
        long grain = Math.max(1, Math.min(300, wait.toSeconds() / 10));
        long seconds = due.getEpochSecond() + (due.getNano() > 0 ? 1 : 0);
        return Instant.ofEpochSecond((seconds + grain - 1) / grain * grain);
    }
}
