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
    private final Outcomes outcomes;
    private final Patience patience;
    private final ClaimSizes sizes;
    private final DispatchMeters meters;
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
            Outcomes outcomes,
            Patience patience,
            ClaimSizes sizes,
            DispatchMeters meters,
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
        this.outcomes = outcomes;
        this.patience = patience;
        this.sizes = sizes;
        this.meters = meters;
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
        Instant dueBy = now(workflow);
        DispatchReport report = DispatchReport.none();
        while (!isEnding) {
            DispatchReport before = report;
            Slice slice =
                    new Slice(plan, batch, channel, dueBy, workflow, pacing, some -> progress.sent(before.plus(some)));
            Round round = slots.in(channel, () -> round(slice));
            report = report.plus(round.answered());
            DispatchReport soFar = report;
            progress.sent(soFar);
            if (round.next() == Next.OVER) {
                return report;
            }
            if (round.next() == Next.WAIT || pacing.isOthersTurn()) {
                boolean mayWait = !round.isClosed() && pacing.mayWait(now(workflow));
                if (round.next() == Next.WAIT && !mayWait) {
                    return report.comeBack(workflow.now().plus(round.pause()), waitsFor(slice, round.isClosed()));
                }
                if (mayWait) {
                    DispatchReport waiting = soFar.comeBack(workflow.now().plus(round.pause()), waitsFor(slice, false));
                    pacing.pause(round.pause(), round.isForPortion(), () -> isGoingOn(progress, waiting));
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

    /**
     * What a micro-batch is taken of.
     *
     * @param heard told of answers while others of the same micro-batch are still out
     */
    private record Slice(
            RunPlan plan,
            int batch,
            ChannelKind channel,
            Instant dueBy,
            WorkflowClock workflow,
            Pacing pacing,
            Consumer<List<Answered>> heard) {}

    private enum Next {
        MORE,
        WAIT,
        OVER
    }

    /**
     * What came of one micro-batch.
     *
     * @param pause how long until it is worth asking again
     * @param isForPortion whether a portion is waited for, and not for rows to be due
     * @param isClosed whether vendors are waited for, and not our own pace
     */
    private record Round(List<Answered> answered, Next next, Duration pause, boolean isForPortion, boolean isClosed) {
        static Round of(List<Answered> answered, Next next) {
            return new Round(answered, next, Duration.ZERO, true, false);
        }
    }

    /** One micro-batch: lease, claim, call, outcome. */
    private Round round(Slice slice) {
        List<VendorAccount> open = open(slice.plan(), slice.channel());
        PortionLeases.Portions portions = portionLeases.lease(open, slice.pacing(), slice.dueBy());
        if (portions.isEmptyHanded()
                && !portions.isClosedForLong()
                && slice.pacing().foundNothing(portions.turns().keySet())) {
            return new Round(
                    List.of(),
                    Next.WAIT,
                    portions.shortestWait(),
                    true,
                    portions.turns().isEmpty());
        }
        List<Answered> answered = List.of();
        try {
            Round round = send(slice, order(slice, open, portions), portions);
            answered = round.answered();
            return round;
        } finally {
            portionLeases.ended(portions, answered);
        }
    }

    private Round send(Slice slice, ClaimOrder order, PortionLeases.Portions portions) {
        CallDeadline deadline = CallDeadline.in(claimer.lease());
        Claim claim = claimer.claim(order);
        slice.pacing().claimed(claim, portions.spent());
        PortionLeases.Portions fresh = portionLeases.renew(portions, claim.messages());
        long begun = System.nanoTime();
        EarlyAnswers early = new EarlyAnswers(
                claim,
                decided -> outcomes.writeDecided(
                        slice.plan(),
                        slice.channel(),
                        claim.token(),
                        decided,
                        slice.workflow().now()),
                slice.heard());
        List<Answered> answered = caller.call(claim.token(), claim.messages(), deadline, early);
        Duration called = Duration.ofNanos(System.nanoTime() - begun);
        List<Answered> left = early.left(claim.withDoubts(answered));
        patience.until(() -> outcomes.write(
                slice.plan(),
                slice.channel(),
                claim.token(),
                left,
                early.written(),
                fresh.units().keySet(),
                slice.workflow().now()));
        meters.called(slice.channel(), answered, called);
        sizes.called(answered, called);
        portionLeases.giveBack(fresh, answered);
        return after(slice, order, fresh, claim, answered);
    }

    private Round after(
            Slice slice, ClaimOrder order, PortionLeases.Portions portions, Claim claim, List<Answered> answered) {
        if (!claim.isRunning()) {
            return Round.of(answered, Next.OVER);
        }
        if (claim.looked() == 0) {
            Instant now = now(slice.workflow());
            Instant next = slice.pacing().next(now, order.open());
            if (next == null) {
                return Round.of(answered, Next.OVER);
            }
            return slice.pacing().awaited().isEmpty()
                    ? new Round(answered, Next.WAIT, Duration.between(now, next), false, false)
                    : new Round(answered, Next.WAIT, portions.shortestWait(), true, false);
        }
        if (claim.isEmpty() && claim.left() > 0) {
            // All of these wait for an account that has no portion at this moment.
            return new Round(answered, Next.WAIT, FULLER_PORTION, true, false);
        }
        return Round.of(answered, Next.MORE);
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

    private ClaimOrder order(Slice slice, List<VendorAccount> open, PortionLeases.Portions portions) {
        long run = slice.plan().id();
        Map<String, Instant> stopped = new HashMap<>(blocks.at(run, slice.channel()));
        String probe =
                stopped.isEmpty() ? "" : blocks.takeProbe(run, slice.channel()).orElse("");
        Map<String, Integer> units = new HashMap<>(portions.units());
        if (!probe.isEmpty()) {
            stopped.remove(probe);
            units.computeIfPresent(probe, (name, n) -> Math.min(1, n));
        }
        int most = portions.isEmptyHanded() || open.isEmpty()
                ? microBatch
                : Math.min(
                        microBatch,
                        Math.max(
                                1,
                                units.values().stream()
                                        .mapToInt(Integer::intValue)
                                        .sum()));
        return new ClaimOrder(
                slice.plan(),
                slice.batch(),
                slice.channel(),
                slice.dueBy(),
                stopped.isEmpty() ? most : microBatch,
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
