package io.carillon.orchestration;

import io.carillon.channel.ChannelKind;
import io.carillon.delivery.dispatch.DispatchReport;
import io.carillon.delivery.settle.BatchPlan;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@link BatchWorkflow}: settle, send what is due on every channel side by side, sleep until the next deadline. */
public class BatchWorkflowImpl implements BatchWorkflow {
    private static final Duration SHORTEST_SLEEP = Duration.ofSeconds(1);
    // A batch that waits for nothing but a command looks again by itself now and then.
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(10);

    private BatchPlan plan = new BatchPlan("planned", List.of(), null, "", List.of(), List.of());
    private String shown = "";
    private final Wake wake = new Wake();

    @Override
    public void run(long run, int batch) {
        while (true) {
            wake.forget();
            plan = settle(run, batch);
            show();
            if (plan.stage().equals("done")) {
                return;
            }
            if (History.isLong()) {
                Workflow.newContinueAsNewStub(BatchWorkflow.class).run(run, batch);
            }
            if (plan.due().isEmpty()) {
                wake.sleep(until(plan.nextWake()), "waiting for " + plan.waitsFor());
            } else {
                List<DispatchReport> cutShort = send(run, batch);
                if (!cutShort.isEmpty()) {
                    waitForRate(cutShort);
                }
            }
        }
    }

    @Override
    public void nudge() {
        wake.now();
    }

    @Override
    public BatchPlan progress() {
        return plan;
    }

    private BatchPlan settle(long run, int batch) {
        return Workflow.newActivityStub(
                        BatchActivities.class,
                        ActivityOptions.newBuilder(ActivityDefaults.OPTIONS)
                                .setSummary("settle and route")
                                .build())
                .settle(run, batch, now());
    }

    /** Sends on every channel that has rows due; answers the reports of those on which rows were left for want of rate. */
    private List<DispatchReport> send(long run, int batch) {
        List<Promise<DispatchReport>> sends = new ArrayList<>();
        for (BatchPlan.ChannelDue due : plan.due()) {
            DispatchActivities activities = Workflow.newActivityStub(
                    DispatchActivities.class,
                    ActivityOptions.newBuilder(ActivityDefaults.OPTIONS)
                            .setTaskQueue(
                                    Names.sendQueue(Workflow.getInfo().getTaskQueue(), ChannelKind.of(due.channel())))
                            .setSummary("dispatch " + due.channel() + ", " + due.people()
                                    + (due.people() == 1 ? " person" : " people"))
                            .build());
            sends.add(Async.function(activities::dispatch, run, batch, due.channel(), now()));
        }
        Promise.allOf(sends).get();
        return sends.stream()
                .map(Promise::get)
                .filter(report -> report.comeBack() != null)
                .toList();
    }

    private void waitForRate(List<DispatchReport> reports) {
        Instant comeBack = reports.stream()
                .map(DispatchReport::comeBack)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElseThrow();
        String waitsFor = reports.stream()
                .map(report -> Objects.requireNonNullElse(report.waitsFor(), "the rate limit"))
                .collect(Collectors.joining("; "));
        Workflow.setCurrentDetails(plan.stage() + "; waits for " + waitsFor);
        wake.sleep(atLeast(comeBack, Duration.ofMillis(50)), "waiting for " + waitsFor);
    }

    private void show() {
        Workflow.setCurrentDetails(plan.stage() + (plan.waitsFor().isEmpty() ? "" : "; waits for " + plan.waitsFor()));
        String now = plan.stage() + plan.reasons();
        if (now.equals(shown)) {
            return;
        }
        shown = now;
        Workflow.upsertTypedSearchAttributes(
                Names.STAGE.valueSet(plan.stage()),
                Names.CHANNEL.valueSet(Objects.requireNonNullElse(plan.channels(), List.of())),
                Names.REASON.valueSet(plan.reasons()));
    }

    private static Duration until(@Nullable Instant next) {
        return next == null ? LONGEST_SLEEP : atLeast(next, SHORTEST_SLEEP);
    }

    private static Duration atLeast(Instant at, Duration least) {
        Duration left = Duration.between(now(), at);
        return left.compareTo(least) < 0 ? least : left;
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }
}
