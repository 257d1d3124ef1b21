package io.carillon.orchestration;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Runs the body of an activity: beats while it works, so that a killed process is noticed within seconds, and lets a failure out
 * only as our own sentence. What really happened stands in the log under the id that the failure names.
 */
@ApplicationScoped
public class Beating {
    private static final Logger LOG = Logger.getLogger(Beating.class);
    private static final int BEAT_SECONDS = 3;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "activity-heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    <T> T run(String what, Supplier<T> work) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        ScheduledFuture<?> beat =
                clock.scheduleAtFixedRate(() -> beat(context), BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
        try {
            return work.get();
        } catch (ActivityCompletionException gone) {
            throw gone;
        } catch (RuntimeException broken) {
            String id = UUID.randomUUID().toString().substring(0, 8);
            LOG.errorf(broken, "%s failed (%s)", what, id);
            throw ApplicationFailure.newFailure(
                    what + " failed: " + broken.getClass().getSimpleName() + "; the log says more under " + id
                            + "; it is tried again",
                    broken.getClass().getSimpleName());
        } finally {
            beat.cancel(false);
        }
    }

    private static void beat(ActivityExecutionContext context) {
        try {
            context.heartbeat(null);
        } catch (RuntimeException ended) {
            // Cancelled or timed out: the work itself notices when it next asks.
            LOG.debugf("activity ended while beating: %s", ended.getClass().getSimpleName());
        }
    }

    @PreDestroy
    void close() {
        clock.shutdownNow();
    }
}
