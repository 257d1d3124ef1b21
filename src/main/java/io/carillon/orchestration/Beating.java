package io.carillon.orchestration;

import io.carillon.database.DatabaseFailure;
import io.carillon.delivery.view.RunProgress;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Runs the body of an activity: beats while it works, so that a killed process is noticed within seconds, and lets a failure out
 * only as our own sentence. What really happened stands in the log under the id that the failure names. Work that was called off,
 * because this process stops or its heartbeat was lost, and work that waits for PostgreSQL are no failures of ours and take one line.
 * Nothing is tried again for a run that the database does not have, as one that a restore has lost: its workflows end.
 */
@ApplicationScoped
public class Beating {
    private static final Logger LOG = Logger.getLogger(Beating.class);
    private static final String CALLED_OFF = "CalledOff";
    private static final String GONE = "RunGone";
    private static final Duration BEAT = Duration.ofSeconds(3);

    private final Duration every;
    private final LongPredicate isGone;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "activity-heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    @Inject
    public Beating(RunProgress progress) {
        this(BEAT, progress::isGone);
    }

    /** As above, with runs that are gone. */
    Beating(Duration every, LongPredicate isGone) {
        this.every = every;
        this.isGone = isGone;
    }

    /** Does some work for a run. */
    <T> T run(long run, String what, Supplier<T> work) {
        Turn turn = new Turn(Activity.getExecutionContext());
        ScheduledFuture<?> beat =
                clock.scheduleAtFixedRate(turn::beat, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return work.get();
        } catch (ActivityCompletionException gone) {
            throw gone;
        } catch (RuntimeException broken) {
            throw turn.hasEnded() || isInterrupted(broken) ? calledOff(what, broken) : failed(run, what, broken);
        } finally {
            beat.cancel(false);
        }
    }

    /** One try of an activity, as its beats see it. */
    private static final class Turn {
        private final ActivityExecutionContext context;
        private volatile boolean hasEnded;

        Turn(ActivityExecutionContext context) {
            this.context = context;
        }

        void beat() {
            try {
                context.heartbeat(null);
            } catch (ActivityCompletionException over) {
                // Timed out, cancelled, or this worker stops: the work itself notices when it next asks.
                hasEnded = true;
                LOG.debugf("activity ended while beating: %s", over.getClass().getSimpleName());
            } catch (RuntimeException unheard) {
                LOG.debugf("a beat was not heard: %s", unheard.getClass().getSimpleName());
            }
        }

        /** Whether Temporal has given this try up, or the worker stops; what happens to it since then is no news. */
        boolean hasEnded() {
            return hasEnded;
        }
    }

    private static boolean isInterrupted(Throwable broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException
                    || cause instanceof DatabaseFailure failure && failure.isInterrupted()) {
                return true;
            }
        }
        return false;
    }

    private static ApplicationFailure calledOff(String what, RuntimeException broken) {
        LOG.infof(
                "%s was called off, as this process stops or its heartbeat was lost (%s); it is tried again",
                what, broken.getClass().getSimpleName());
        return benign(what + " was called off; it is tried again", CALLED_OFF);
    }

    /** One that the SDK does not warn of with a stack trace: our own line has said it. */
    private static ApplicationFailure benign(String sentence, String kind) {
        return ApplicationFailure.newBuilder()
                .setMessage(sentence)
                .setType(kind)
                .setCategory(ApplicationErrorCategory.BENIGN)
                .build();
    }

    private ApplicationFailure failed(long run, String what, RuntimeException broken) {
        String kind = broken.getClass().getSimpleName();
        if (broken instanceof DatabaseFailure failure && failure.isAway()) {
            LOG.warnf("%s waits: %s; it is tried again", what, failure.getMessage());
            return benign(what + " waits for PostgreSQL, which does not let this process in; it is tried again", kind);
        }
        if (!(broken instanceof DatabaseFailure) && isGone(run)) {
            LOG.warnf("%s: the database has no such run, as after a restore; its workflow ends", what);
            return ApplicationFailure.newBuilder()
                    .setMessage("the database has no run " + run + ", as after a restore: this workflow ends")
                    .setType(GONE)
                    .setNonRetryable(true)
                    .setCategory(ApplicationErrorCategory.BENIGN)
                    .build();
        }
        String id = UUID.randomUUID().toString().substring(0, 8);
        LOG.errorf(broken, "%s failed (%s)", what, id);
        return ApplicationFailure.newFailure(
                what + " failed: " + kind + "; the log says more under " + id + "; it is tried again", kind);
    }

    private boolean isGone(long run) {
        try {
            return isGone.test(run);
        } catch (DatabaseFailure unknown) {
            return false;
        }
    }

    @PreDestroy
    void close() {
        clock.shutdownNow();
    }
}
