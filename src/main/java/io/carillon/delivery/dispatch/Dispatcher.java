package io.carillon.delivery.dispatch;

import io.carillon.channel.CallDeadline;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Closures;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorAccounts;
import io.carillon.database.DatabaseClock;
import io.carillon.delivery.claim.Answered;
import io.carillon.delivery.claim.Claim;
import io.carillon.delivery.claim.ClaimOrder;
import io.carillon.delivery.claim.Claimer;
import io.carillon.delivery.ledger.Moment;
import io.carillon.delivery.ledger.RunPlan;
import io.carillon.delivery.ledger.RunPlans;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sends what is due of one batch on one channel, in micro-batches of lease, claim, call and outcome, until nothing is due, the
 * rate limit has no portion left and others have something to do, or the run may not send. Holds no transaction while it calls, and
 * no slot while it waits for its rate. Used by many threads and processes at once, also for the same batch.
 */
@ApplicationScoped
public class Dispatcher {
    private static final Duration FULLER_PORTION = Duration.ofSeconds(1);

    private final DatabaseClock clock;
    private final RunPlans plans;
    private final VendorAccounts accounts;
    private final PortionLeases portionLeases;
    private final Paces paces;
    private final DispatchSlots slots;
    private final Closures closures;
    private final Blocks blocks;
    private final Claimer claimer;
    private final Caller caller;
    private final HandOver handOver;
    private final int microBatch;
    private volatile boolean isEnding;

    public Dispatcher(
            DatabaseClock clock,
            RunPlans plans,
            VendorAccounts accounts,
            PortionLeases portionLeases,
            Paces paces,
            DispatchSlots slots,
            Closures closures,
            Blocks blocks,
            Claimer claimer,
            Caller caller,
            HandOver handOver,
            @ConfigProperty(name = "carillon.micro-batch", defaultValue = "500") int microBatch) {
        this.clock = clock;
        this.plans = plans;
        this.accounts = accounts;
        this.portionLeases = portionLeases;
        this.paces = paces;
        this.slots = slots;
        this.closures = closures;
        this.blocks = blocks;
        this.claimer = claimer;
        this.caller = caller;
        this.handOver = handOver;
        this.microBatch = microBatch;
    }

    /** Called after every micro-batch; throws when the caller is to stop. */
    @FunctionalInterface
    public interface Progress {
        void sent(DispatchReport soFar);
    }

    /** This process stops: whoever is not being handed over at this moment waits for another process, or the next start. */
    public void end() {
        isEnding = true;
        caller.end();
    }

    /** Sends; answers what was done and when it is worth coming back, if rows were left for want of rate. */
    public DispatchReport dispatch(long run, int batch, ChannelKind channel, Instant asOf, Progress progress) {
        RunPlan plan = plans.of(run);
        Pacing pacing = paces.begin(run, batch, channel);
        try {
            return dispatch(plan, batch, channel, new WorkflowClock(asOf, System.nanoTime()), pacing, progress);
        } finally {
            pacing.end();
        }
    }

    private DispatchReport dispatch(
            RunPlan plan, int batch, ChannelKind channel, WorkflowClock workflow, Pacing pacing, Progress progress) {
        Stragglers stragglers = new Stragglers();
        try {
            Slice slice = new Slice(plan, batch, channel, workflow, pacing, stragglers);
            DispatchReport report = dispatch(slice, progress);
            while (!stragglers.isEmpty() && stragglers.await(HandOver.MOMENT)) {
                report = report.plus(stragglers.news());
                progress.sent(report);
            }
            return report;
        } finally {
            // Whoever takes the batch over finds nothing of it out.
            while (!stragglers.isEmpty() && stragglers.await(HandOver.MOMENT)) {
                stragglers.dropNews();
            }
        }
    }

    private DispatchReport dispatch(Slice slice, Progress progress) {
        Pacing pacing = slice.pacing();
        WorkflowClock workflow = slice.workflow();
        Instant dueBy = now(workflow);
        DispatchReport report = DispatchReport.none();
        boolean isIdle = true;
        while (!isEnding) {
            DispatchReport before = report.plus(slice.stragglers().news());
            Instant by = dueBy;
            Round round = slots.in(slice.channel(), () -> round(slice, by, some -> progress.sent(before.plus(some))));
            report = before.plus(round.sent().answered());
            DispatchReport soFar = report;
            progress.sent(soFar);
            if (round.next() == Next.IDLE && isIdle) {
                // Whoever sent us here saw somebody who is due; where we do not, no two of us ask each other without a
                // pause.
                isIdle = false;
                pacing.pause(FULLER_PORTION, false, () -> isGoingOn(progress, soFar));
                dueBy = now(workflow);
                continue;
            }
            isIdle = false;
            if (round.next() == Next.OVER || round.next() == Next.IDLE) {
                if (slice.stragglers().isEmpty() || !slice.stragglers().await(HandOver.MOMENT)) {
                    return report;
                }
                dueBy = now(workflow);
            } else if (round.next() == Next.WAIT || pacing.isOthersTurn()) {
                boolean mayWait = !round.isClosed() && pacing.mayWait(now(workflow));
                boolean mayStay = mayWait || slice.stragglers().mayStayFor();
                if (round.next() == Next.WAIT && !mayStay) {
                    return report.comeBack(workflow.now().plus(round.pause()), waitsFor(slice, round.isClosed()));
                }
                if (mayStay) {
                    DispatchReport waiting = soFar.comeBack(
                            workflow.now().plus(round.pause()), waitsFor(slice, !mayWait && round.isClosed()));
                    pacing.pause(
                            round.pause(),
                            round.isForPortion(),
                            () -> isGoingOn(progress, waiting)
                                    && (mayWait || slice.stragglers().areOut()));
                    dueBy = now(workflow);
                }
            }
        }
        return report;
    }

    private boolean isGoingOn(Progress progress, DispatchReport soFar) {
        if (!isEnding) {
            progress.sent(soFar);
        }
        return !isEnding;
    }

    /** What micro-batches are taken of. */
    private record Slice(
            RunPlan plan,
            int batch,
            ChannelKind channel,
            WorkflowClock workflow,
            Pacing pacing,
            Stragglers stragglers) {}

    /**
     * What was sent of one micro-batch.
     *
     * @param called accounts
     */
    private record Sent(List<Answered> answered, Set<String> called) {
        static final Sent NOTHING = new Sent(List.of(), Set.of());
    }

    private enum Next {
        MORE,
        WAIT,
        /** Nobody is due, and nobody will be within the pace. */
        IDLE,
        OVER
    }

    /**
     * What came of one micro-batch.
     *
     * @param pause how long until it is worth asking again
     * @param isForPortion whether a portion is waited for, and not for rows to be due
     * @param isClosed whether vendors are waited for, and not our own pace
     */
    private record Round(Sent sent, Next next, Duration pause, boolean isForPortion, boolean isClosed) {
        static Round of(Sent sent, Next next) {
            return new Round(sent, next, Duration.ZERO, true, false);
        }
    }

    /**
     * One micro-batch: lease, claim, call, outcome.
     *
     * @param heard told of answers while others of the same micro-batch are still out
     */
    private Round round(Slice slice, Instant dueBy, Consumer<List<Answered>> heard) {
        List<VendorAccount> open = open(slice.plan(), slice.channel());
        int room = microBatch - slice.stragglers().messages();
        PortionLeases.Portions portions = portionLeases.lease(open, slice.pacing(), dueBy, room);
        if (portions.isEmptyHanded()
                && !portions.isClosedForLong()
                && slice.pacing().foundNothing(portions.turns().keySet())) {
            return new Round(
                    Sent.NOTHING,
                    Next.WAIT,
                    portions.shortestWait(),
                    true,
                    portions.turns().isEmpty());
        }
        Sent sent = Sent.NOTHING;
        try {
            CallDeadline deadline = CallDeadline.in(claimer.lease(), () -> isEnding);
            ClaimOrder order = order(slice, dueBy, open, portions, room);
            Claim claim = claimer.claim(order);
            slice.pacing().claimed(claim, portions.spent());
            PortionLeases.Portions fresh = portionLeases.renew(portions, claim.messages());
            HandOver.Job job = new HandOver.Job(
                    slice.plan(),
                    slice.channel(),
                    claim,
                    fresh,
                    () -> slice.workflow().now());
            List<Answered> answered = handOver.send(job, deadline, slice.stragglers(), heard);
            sent = new Sent(
                    answered,
                    claim.messages().stream()
                            .map(message -> message.account().name())
                            .collect(Collectors.toSet()));
            return after(slice, order, fresh, claim, sent);
        } finally {
            portionLeases.ended(portions, sent.called());
        }
    }

    private Round after(Slice slice, ClaimOrder order, PortionLeases.Portions portions, Claim claim, Sent sent) {
        if (!claim.isRunning()) {
            return Round.of(sent, Next.OVER);
        }
        if (claim.looked() == 0) {
            Instant now = now(slice.workflow());
            Instant next = slice.pacing().next(now, order.open());
            if (next == null) {
                return Round.of(sent, Next.IDLE);
            }
            return slice.pacing().awaited().isEmpty()
                    ? new Round(sent, Next.WAIT, Duration.between(now, next), false, false)
                    : new Round(sent, Next.WAIT, portions.shortestWait(), true, false);
        }
        if (claim.isEmpty() && claim.left() > 0) {
            // All of these wait for an account that has no portion at this moment.
            return new Round(sent, Next.WAIT, FULLER_PORTION, true, false);
        }
        return Round.of(sent, Next.MORE);
    }

    private Instant now(WorkflowClock workflow) {
        return new Moment(workflow.now(), clock.now()).now();
    }

    /** All accounts of the channel that the run may use. */
    private List<VendorAccount> open(RunPlan plan, ChannelKind channel) {
        return accounts.of(channel).stream()
                .filter(account -> account.serves(plan.purpose()))
                .toList();
    }

    /**
     * What the workflow's clock shows at least: when it asked, and what has passed since then.
     *
     * @param begun of {@link System#nanoTime}
     */
    private record WorkflowClock(Instant asOf, long begun) {
        Instant now() {
            return asOf.plusNanos(System.nanoTime() - begun);
        }
    }

    private ClaimOrder order(
            Slice slice, Instant dueBy, List<VendorAccount> open, PortionLeases.Portions portions, int room) {
        long run = slice.plan().id();
        Map<String, Instant> stopped = new HashMap<>(blocks.at(run, slice.channel(), open));
        String probe =
                stopped.isEmpty() ? "" : blocks.takeProbe(run, slice.channel()).orElse("");
        Map<String, Integer> units = new HashMap<>(portions.units());
        if (!probe.isEmpty()) {
            stopped.remove(probe);
            units.computeIfPresent(probe, (name, n) -> Math.min(1, n));
        }
        int most = portions.isEmptyHanded() || open.isEmpty()
                ? room
                : Math.min(
                        room,
                        Math.max(
                                1,
                                units.values().stream()
                                        .mapToInt(Integer::intValue)
                                        .sum()));
        return new ClaimOrder(
                slice.plan(),
                slice.batch(),
                slice.channel(),
                dueBy,
                stopped.isEmpty() ? most : room,
                open,
                units,
                portions.turns(),
                stopped,
                portions.closed(),
                probe);
    }

    /** Whom rows wait for that found no portion: what vendors said, or our own rate limits. */
    private String waitsFor(Slice slice, boolean isClosed) {
        List<VendorAccount> open = open(slice.plan(), slice.channel());
        Map<String, Closures.Closure> closed = closures.now();
        Set<String> awaited = slice.pacing().awaited();
        Stream<String> vendors = open.stream()
                .filter(account -> closed.containsKey(account.name()))
                .map(account -> closed.get(account.name()).words(Locale.ENGLISH));
        Stream<String> paces = open.stream()
                .filter(account -> !isClosed && !closed.containsKey(account.name()) && awaited.contains(account.name()))
                .map(PacedAccounts::words);
        String waits = Stream.concat(vendors, paces).collect(Collectors.joining("; "));
        return slice.channel().id() + (waits.isEmpty() ? " next try" : ": " + waits);
    }
}
