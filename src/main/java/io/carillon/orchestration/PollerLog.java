package io.carillon.orchestration;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Thins what the SDK's pollers write while Temporal refuses them or is away: each of two dozen threads, with its stack trace, every
 * few seconds. Of every gRPC status one line a minute goes through, without the trace, which is the same each time. All else that
 * these threads have to say goes through as it is, and so does all that other classes of the SDK say. Thread-safe.
 */
final class PollerLog implements Filter {
    /** Where the SDK logs what its pollers did not foresee. */
    static final String CATEGORY = "io.temporal.internal.worker.BasePoller";

    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();
    // Held, because a log manager forgets the filter of a logger that nobody holds.
    private static final Logger POLLERS = Logger.getLogger(CATEGORY);

    private final LongSupplier nanos;
    private final Map<Status.Code, Heard> heard = new EnumMap<>(Status.Code.class);

    /** The last line of a status that went through, and how many have not since. */
    private record Heard(long at, int leftOut) {}

    /**
     * A filter.
     *
     * @param nanos a clock that never goes back, such as {@code System::nanoTime}
     */
    PollerLog(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Puts the filter in place, for this process. */
    static void thin() {
        POLLERS.setFilter(new PollerLog(System::nanoTime));
    }

    @Override
    public boolean isLoggable(LogRecord line) {
        if (!(line.getThrown() instanceof StatusRuntimeException refused)) {
            return true;
        }
        int leftOut = leftOut(refused.getStatus().getCode());
        if (leftOut < 0) {
            return false;
        }
        line.setThrown(null);
        line.setMessage(line.getMessage() + ": " + refused.getMessage()
                + (leftOut == 0 ? "" : " (" + leftOut + " more of this kind in the meantime)"));
        return true;
    }

    /** How many were left out before this one; negative when this one is to be left out too. */
    private synchronized int leftOut(Status.Code code) {
        long now = nanos.getAsLong();
        Heard last = heard.get(code);
        if (last != null && now - last.at() < QUIET_NANOS) {
            heard.put(code, new Heard(last.at(), last.leftOut() + 1));
            return -1;
        }
        heard.put(code, new Heard(now, 0));
        return last == null ? 0 : last.leftOut();
    }
}
