package io.carillon.orchestration;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Says once that Temporal is away, and once that it is back and how long that took. Two looks in a row must fail: one late answer
 * of a busy server is no news. One thread looks.
 */
final class TemporalWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TemporalWatch.class);
    // Far above what a busy server takes to answer.
    private static final int WAIT_SECONDS = 3;
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final WorkflowServiceStubs stubs;
    private final String namespace;
    private final String address;
    private final LongSupplier nanos;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "temporal-watch");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Long firstFailure;
    private boolean isSaid;

    /**
     * A watch that does not look yet.
     *
     * @param nanos a clock that never goes back, such as {@code System::nanoTime}
     */
    TemporalWatch(WorkflowServiceStubs stubs, TemporalConfig config, LongSupplier nanos) {
        this.stubs = stubs;
        this.namespace = config.namespace();
        this.address = config.address();
        this.nanos = nanos;
    }

    /** Looks every so often until it is closed. */
    void begin() {
        clock.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Looks once. */
    void look() {
        String trouble = trouble();
        Long since = firstFailure;
        if (trouble == null) {
            if (isSaid && since != null) {
                LOG.infof("Temporal at %s is back after %d s", address, seconds(since));
            }
            firstFailure = null;
            isSaid = false;
        } else if (since == null) {
            firstFailure = nanos.getAsLong();
        } else if (!isSaid && !clock.isShutdown()) {
            isSaid = true;
            LOG.warnf("Temporal at %s is away (%s); going on by itself when it is back", address, trouble);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private long seconds(long since) {
        return Math.round((nanos.getAsLong() - since) / 1e9);
    }

    private @Nullable String trouble() {
        try {
            stubs.blockingStub()
                    .withDeadlineAfter(WAIT_SECONDS, TimeUnit.SECONDS)
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(namespace)
                            .build());
            return null;
        } catch (StatusRuntimeException refused) {
            // Whoever may not look is let in, and what keeps the pollers out they say themselves.
            return Polling.isNotTold(refused)
                    ? null
                    : refused.getStatus().getCode().name();
        } catch (RuntimeException broken) {
            return broken.getClass().getSimpleName();
        }
    }
}
