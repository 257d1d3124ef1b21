package io.carillon.orchestration;

import io.carillon.delivery.view.RunProgress;
import io.carillon.outbox.Outbox;
import io.carillon.outbox.OutboxCommand;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries commands from the outbox to Temporal: each starts a workflow or wakes it where it runs. One thread a process; any number
 * of processes may relay side by side. At its start it wakes everything that is open, and every minute whatever has something to
 * do, so that a fresh Temporal or a lost signal costs a minute at most.
 */
@ApplicationScoped
public class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int AT_ONCE = 50;
    private static final long EVERY_MILLIS = 100;
    private static final long SWEEP_SECONDS = 60;
    private static final long LOOK_SECONDS = 10;
    private static final long TELL_SECONDS = 2;

    private final Outbox outbox;
    private final RunProgress runs;
    private final LongDispatches longDispatches;
    private final TemporalConnection connection;
    private final RestLinks links;
    private @Nullable ScheduledExecutorService clock;
    private @Nullable WorkflowClient client;
    private String queue = "";

    public OutboxRelay(
            Outbox outbox,
            RunProgress runs,
            LongDispatches longDispatches,
            TemporalConnection connection,
            RestLinks links) {
        this.outbox = outbox;
        this.runs = runs;
        this.longDispatches = longDispatches;
        this.connection = connection;
        this.links = links;
    }

    synchronized void begin() {
        client = connection.client();
        queue = connection.controlQueue();
        clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "outbox-relay");
            thread.setDaemon(true);
            return thread;
        });
        clock.scheduleWithFixedDelay(this::relay, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        clock.schedule(this::wakeOpen, 0, TimeUnit.SECONDS);
        clock.scheduleWithFixedDelay(this::wakeBusy, 0, SWEEP_SECONDS, TimeUnit.SECONDS);
        clock.scheduleWithFixedDelay(this::wakeThrough, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        clock.scheduleWithFixedDelay(this::wakeWhoGoOn, TELL_SECONDS, TELL_SECONDS, TimeUnit.SECONDS);
    }

    synchronized void end() {
        if (clock != null) {
            clock.shutdownNow();
        }
    }

    private void relay() {
        try {
            List<Outbox.Taken> taken = outbox.take(AT_ONCE);
            taken.forEach(this::carry);
        } catch (RuntimeException away) {
            // The next turn tries again; the database says so at length elsewhere.
            LOG.debugf("outbox cannot be read: %s", away.getClass().getSimpleName());
        }
    }

    private void carry(Outbox.Taken taken) {
        try {
            String[] target = taken.target().split("/");
            long run = Long.parseLong(target[0]);
            if (taken.command() == OutboxCommand.RUN) {
                wakeRun(run);
            } else {
                wakeBatch(run, Integer.parseInt(target[1]));
            }
            outbox.done(taken);
        } catch (RuntimeException failed) {
            String why = failed.getClass().getSimpleName();
            LOG.warnf(
                    "command %s %s could not be relayed (%s); try %d",
                    taken.command(), taken.target(), why, taken.tries());
            outbox.failed(taken, why);
        }
    }

    private void wakeRun(long run) {
        if (!runs.isOpen(run, null)) {
            return;
        }
        CampaignWorkflow workflow =
                client().newWorkflowStub(CampaignWorkflow.class, options(Names.run(run), "campaign " + run, run));
        BatchRequest request = client().newSignalWithStartRequest();
        request.add(workflow::run, run);
        request.add(workflow::nudge);
        client().signalWithStart(request);
    }

    private void wakeBatch(long run, int batch) {
        if (!runs.isOpen(run, batch)) {
            return;
        }
        BatchWorkflow workflow = client().newWorkflowStub(
                        BatchWorkflow.class,
                        options(Names.batch(run, batch), "batch " + batch + " of campaign " + run, run));
        BatchRequest request = client().newSignalWithStartRequest();
        request.add(workflow::run, run, batch);
        request.add(workflow::nudge);
        client().signalWithStart(request);
    }

    private WorkflowOptions options(String id, String summary, long run) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(queue)
                .setStaticSummary(summary)
                .setStaticDetails(links.of(run))
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setTypedSearchAttributes(Names.ofRun(run))
                .build();
    }

    private void wakeOpen() {
        try {
            wake(runs.openRuns());
        } catch (RuntimeException away) {
            // A command that opens a run later, and the sweep once it is due, wake it all the same.
            LOG.debugf("open runs cannot be read: %s", away.getClass().getSimpleName());
        }
    }

    private void wakeBusy() {
        try {
            RunProgress.Open busy = runs.busy();
            wake(busy.runs());
            outbox.remind(OutboxCommand.BATCH, busy.overdueBatches());
            outbox.remind(OutboxCommand.BATCH, new LostBatches(client()).of(busy.quietBatches()));
        } catch (RuntimeException away) {
            LOG.debugf("open runs cannot be read: %s", away.getClass().getSimpleName());
        }
    }

    private void wakeThrough() {
        wakeBatches(runs::throughBefore);
    }

    private void wakeWhoGoOn() {
        wakeBatches(longDispatches::takeWhoGoOn);
    }

    private void wakeBatches(Supplier<List<String>> batches) {
        try {
            List<String> those = batches.get();
            if (!those.isEmpty()) {
                outbox.remind(OutboxCommand.BATCH, those);
            }
        } catch (RuntimeException away) {
            LOG.debugf("batches cannot be read: %s", away.getClass().getSimpleName());
        }
    }

    private void wake(List<Long> ids) {
        outbox.remind(OutboxCommand.RUN, ids.stream().map(String::valueOf).toList());
    }

    private WorkflowClient client() {
        return java.util.Objects.requireNonNull(client, "the relay has not begun");
    }
}
