package io.carillon.orchestration;

import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** {@link CampaignWorkflow}: freeze, wait for the start, keep batches going until all are done, close. */
public class CampaignWorkflowImpl implements CampaignWorkflow {
    // Signals are hints; this is how long one that was lost can delay a look.
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
    // Nothing happens to a paused run until somebody resumes or cancels it, or it ends; its batches know the end
    // themselves.
    private static final Duration PAUSED_SLEEP = Duration.ofHours(1);

    private RunLook look = RunLook.unseen();
    private final Wake wake = new Wake();

    @Override
    public RunLook run(long run) {
        activities("freeze the audience").freeze(run);
        while (true) {
            wake.forget();
            look = activities("look at the batches").look(run);
            show();
            if (look.isClosed()) {
                return look;
            }
            if (look.hasNothingLeft() && look.startsAt() == null) {
                activities("close the run").close(run);
                continue;
            }
            look.toStart().forEach(batch -> startBatch(run, batch));
            if (History.isLong()) {
                Workflow.newContinueAsNewStub(CampaignWorkflow.class).run(run);
            }
            wake.sleep(pause(), waitsFor());
        }
    }

    @Override
    public void nudge() {
        wake.now();
    }

    @Override
    public RunLook progress() {
        return look;
    }

    private void startBatch(long run, int batch) {
        BatchWorkflow child = Workflow.newChildWorkflowStub(
                BatchWorkflow.class,
                ChildWorkflowOptions.newBuilder()
                        .setWorkflowId(Names.batch(run, batch))
                        .setTypedSearchAttributes(Names.ofRun(run))
                        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                        .setStaticSummary("batch " + batch + " of campaign " + run)
                        .setStaticDetails(Objects.requireNonNullElse(look.link(), ""))
                        // A batch that was closed may be opened again; one that is running answers "already started".
                        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                        .build());
        Async.procedure(child::run, run, batch);
        try {
            Workflow.getWorkflowExecution(child).get();
        } catch (ChildWorkflowFailure isRunning) {
            Workflow.getLogger(CampaignWorkflowImpl.class).info("batch {} of run {} is running already", batch, run);
        }
    }

    private Duration pause() {
        if (look.startsAt() == null) {
            return look.state().equals("paused") ? PAUSED_SLEEP : LONGEST_SLEEP;
        }
        Duration untilStart = Duration.between(Instant.ofEpochMilli(Workflow.currentTimeMillis()), look.startsAt());
        return untilStart.isNegative() ? Duration.ofSeconds(1) : untilStart.plusMillis(1);
    }

    private String waitsFor() {
        if (look.state().equals("paused")) {
            return "paused, waiting for resume";
        } else if (look.startsAt() != null) {
            return "waiting for the start at " + look.startsAt();
        }
        return "waiting for batches: " + look.sending() + " sending, " + look.waiting() + " waiting, " + look.done()
                + " of " + look.batches() + " done";
    }

    private void show() {
        Workflow.upsertTypedSearchAttributes(
                Names.STAGE.valueSet(look.state()),
                Names.CHANNEL.valueSet(Objects.requireNonNullElse(look.channels(), List.of())),
                Names.REASON.valueSet(Objects.requireNonNullElse(look.reasons(), List.of())));
        Workflow.setCurrentDetails((look.state().equals("paused") ? "paused; " : "") + look.audience()
                + (look.audience() == 1 ? " person in " : " people in ")
                + look.batches() + (look.batches() == 1 ? " batch: " : " batches: ") + look.sending()
                + " sending, " + look.waiting() + " waiting, " + look.done() + " done");
    }

    private static RunActivities activities(String summary) {
        return Workflow.newActivityStub(
                RunActivities.class,
                ActivityOptions.newBuilder(ActivityDefaults.OPTIONS)
                        .setSummary(summary)
                        .build());
    }
}
