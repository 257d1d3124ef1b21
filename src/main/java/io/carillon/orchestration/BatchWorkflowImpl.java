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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** {@link BatchWorkflow}: settle, send what is due on every channel side by side, sleep until the next deadline. */
public class BatchWorkflowImpl implements BatchWorkflow {
    private static final Duration SHORTEST_SLEEP = Duration.ofSeconds(1);
    // A batch that waits for nothing but a command looks again by itself now and then.
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(10);

    // Rows whose account has a portion again within so short a time are waited for; longer, and others may be due
    // before.
    private static final Duration SHORT_WAIT = Duration.ofSeconds(2);
    private static final String OTHERS_GO_ON = "others-go-on-while-an-account-is-closed";
    // Batches that began with an older release await all channels of a wave before they look again, or hear no nudge
    // while a channel is at work.
    private static final String SIDE_BY_SIDE = "no-channel-waits-for-another";
    private static final int ONE_ENDS = 1;
    private static final int NUDGES_ARE_HEARD = 2;
    // While a channel is at work, news of people who go on elsewhere are looked at together.
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private BatchPlan plan = new BatchPlan("planned", List.of(), null, "", List.of(), List.of());
    private String shown = "";
    private final Map<String, DispatchReport> closed = new TreeMap<>();
    private final Map<String, Promise<DispatchReport>> sends = new TreeMap<>();
    private final Map<String, Long> sentTo = new TreeMap<>();
    // Channels on which nobody could be taken, and how many were due then: settling changes that, or others who come.
    private final Map<String, Long> idle = new TreeMap<>();
    private final Wake wake = new Wake();
    private int sideBySide;
    private Instant lookedAt = Instant.EPOCH;

    @Override
    public void run(long run, int batch) {
        sideBySide = Workflow.getVersion(SIDE_BY_SIDE, Workflow.DEFAULT_VERSION, NUDGES_ARE_HEARD);
        while (true) {
            wake.forget();
            lookedAt = now();
            if (sends.isEmpty()) {
                idle.clear();
                plan = settle(run, batch);
            } else {
                plan = look(run, batch);
            }
            show();
            if (plan.stage().equals("done") && sends.isEmpty()) {
                return;
            }
            if (History.isLong()) {
                awaitAll();
                Workflow.newContinueAsNewStub(BatchWorkflow.class).run(run, batch);
            }
            List<BatchPlan.ChannelDue> open =
                    plan.due().stream().filter(this::mayBegin).toList();
            open.forEach(due -> {
                closed.remove(due.channel());
                sentTo.put(due.channel(), due.people());
                sends.put(due.channel(), dispatch(run, batch, due));
            });
            if (!sends.isEmpty() && sideBySide >= ONE_ENDS) {
                awaitAny();
            } else if (!sends.isEmpty()) {
                awaitTogether();
            } else if (plan.due().isEmpty()) {
                wake.sleep(until(plan.nextWake()), "waiting for " + plan.waitsFor());
            } else {
                waitForClosed();
            }
        }
    }

    @Override
    public void nudge() {
        closed.clear();
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

    private static BatchPlan look(long run, int batch) {
        return Workflow.newActivityStub(
                        BatchActivities.class,
                        ActivityOptions.newBuilder(ActivityDefaults.OPTIONS)
                                .setSummary("look at the other channels")
                                .build())
                .look(run, batch, now());
    }

    private boolean mayBegin(BatchPlan.ChannelDue due) {
        return !sends.containsKey(due.channel()) && !isClosed(due.channel()) && !isIdle(due);
    }

    private boolean isIdle(BatchPlan.ChannelDue due) {
        Long people = idle.get(due.channel());
        return people != null && (sideBySide < NUDGES_ARE_HEARD || people == due.people());
    }

    private static Promise<DispatchReport> dispatch(long run, int batch, BatchPlan.ChannelDue due) {
        DispatchActivities activities = Workflow.newActivityStub(
                DispatchActivities.class,
                ActivityOptions.newBuilder(ActivityDefaults.OPTIONS)
                        .setTaskQueue(Names.sendQueue(Workflow.getInfo().getTaskQueue(), ChannelKind.of(due.channel())))
                        .setSummary("dispatch " + due.words())
                        .build());
        return Async.function(activities::dispatch, run, batch, due.channel(), now());
    }

    /**
     * Until the first of the channels has sent what was due on it, an account opens for people of another, or there is news of people
     * who may go on elsewhere: nobody waits for other people's channel. What becomes due meanwhile ends a dispatch that only waits for
     * its rate.
     */
    private void awaitAny() {
        List<String> parts = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        addClosed(parts, times);
        BooleanSupplier isOver = () -> sends.values().stream().anyMatch(Promise::isCompleted)
                || plan.due().stream().anyMatch(this::mayBegin);
        BooleanSupplier isToLook = () -> isOver.getAsBoolean() || (sideBySide >= NUDGES_ARE_HEARD && wake.isCalled());
        if (times.isEmpty()) {
            Workflow.await(isToLook::getAsBoolean);
        } else {
            Duration sleep = atLeast(Collections.min(times), SHORTEST_SLEEP);
            wake.sleepUnless(isToLook, sleep, "waiting for " + String.join("; ", parts));
        }
        Instant next = lookedAt.plus(LOOK_EVERY);
        if (sideBySide >= NUDGES_ARE_HEARD && !isOver.getAsBoolean() && now().isBefore(next)) {
            wake.sleepUnless(isOver, atLeast(next, SHORTEST_SLEEP), "waiting to look at the other channels");
        }
        for (String channel : List.copyOf(sends.keySet())) {
            if (sends.get(channel).isCompleted()) {
                take(channel);
            }
        }
    }

    private void awaitAll() {
        Promise.allOf(sends.values()).get();
        List.copyOf(sends.keySet()).forEach(this::take);
    }

    /** A channel has sent what it could; answers what it said. */
    private DispatchReport take(String channel) {
        DispatchReport report = Objects.requireNonNull(sends.remove(channel)).get();
        if (report.comeBack() != null) {
            closed.put(channel, report);
        } else if (report.isNothing()) {
            idle.put(channel, sentTo.get(channel));
        }
        return report;
    }

    /** Waits for all channels, and where rows were left for want of rate that comes soon, for that too. */
    private void awaitTogether() {
        Promise.allOf(sends.values()).get();
        List<DispatchReport> cutShort = new ArrayList<>();
        for (String channel : List.copyOf(sends.keySet())) {
            DispatchReport report = take(channel);
            if (report.comeBack() != null && !isLong(report.comeBack())) {
                closed.remove(channel);
                cutShort.add(report);
            }
        }
        if (!cutShort.isEmpty()) {
            waitForRate(cutShort);
        }
    }

    private static boolean isLong(Instant comeBack) {
        return Duration.between(now(), comeBack).compareTo(SHORT_WAIT) > 0
                && Workflow.getVersion(OTHERS_GO_ON, Workflow.DEFAULT_VERSION, 1) > Workflow.DEFAULT_VERSION;
    }

    private boolean isClosed(String channel) {
        DispatchReport report = closed.get(channel);
        return report != null && now().isBefore(Objects.requireNonNull(report.comeBack()));
    }

    /** Everything that is due waits for accounts that are closed; what is due on other channels meanwhile is not forgotten. */
    private void waitForClosed() {
        List<String> parts = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        addClosed(parts, times);
        if (!plan.waitsFor().isEmpty()) {
            // Both may say the same of an account.
            parts.removeIf(plan.waitsFor()::contains);
            parts.add(plan.waitsFor());
        }
        if (plan.nextWake() != null) {
            times.add(plan.nextWake());
        }
        wait(parts, times);
    }

    /** What is due on channels whose accounts are closed, and when these open. */
    private void addClosed(List<String> parts, List<Instant> times) {
        for (BatchPlan.ChannelDue due : plan.due()) {
            DispatchReport report = closed.get(due.channel());
            if (report != null) {
                parts.add(waitsFor(report) + ", " + due.people() + (due.people() == 1 ? " person" : " people"));
                times.add(Objects.requireNonNull(report.comeBack()));
            }
        }
    }

    private void waitForRate(List<DispatchReport> reports) {
        wait(
                reports.stream().map(BatchWorkflowImpl::waitsFor).toList(),
                reports.stream()
                        .map(report -> Objects.requireNonNull(report.comeBack()))
                        .toList());
    }

    private static String waitsFor(DispatchReport report) {
        return Objects.requireNonNullElse(report.waitsFor(), "the rate limit");
    }

    /** Until the first of these times. */
    private void wait(List<String> parts, List<Instant> times) {
        Instant comeBack = Collections.min(times);
        String waitsFor = String.join("; ", parts);
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
