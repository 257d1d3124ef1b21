package io.carillon.delivery.dispatch;

import io.carillon.channel.Adapters;
import io.carillon.channel.CallDeadline;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Closures;
import io.carillon.channel.RateLimit;
import io.carillon.channel.SendResult;
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
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sends what is due of one batch on one channel, in micro-batches of lease, claim, call and outcome, until nothing is due, the
 * rate limit has no portion left, or the run may not send. Holds no transaction while it calls. Used by many threads and processes
 * at once, also for the same batch.
 */
@ApplicationScoped
public class Dispatcher {
    /** An account that is closed for longer is asked again after this. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private static final Duration LONG_CLOSURE = Duration.ofMinutes(1);

    private final DatabaseClock clock;
    private final RunPlans plans;
    private final VendorAccounts accounts;
    private final Adapters adapters;
    private final AccountSenders senders;
    private final RateLeases rates;
    private final Closures closures;
    private final Blocks blocks;
    private final Claimer claimer;
    private final Caller caller;
    private final Outcomes outcomes;
    private final Patience patience;
    private final DispatchMeters meters;
    private final int microBatch;

    public Dispatcher(
            DatabaseClock clock,
            RunPlans plans,
            VendorAccounts accounts,
            Adapters adapters,
            AccountSenders senders,
            RateLeases rates,
            Closures closures,
            Blocks blocks,
            Claimer claimer,
            Caller caller,
            Outcomes outcomes,
            Patience patience,
            DispatchMeters meters,
            @ConfigProperty(name = "carillon.micro-batch", defaultValue = "500") int microBatch) {
        this.clock = clock;
        this.plans = plans;
        this.accounts = accounts;
        this.adapters = adapters;
        this.senders = senders;
        this.rates = rates;
        this.closures = closures;
        this.blocks = blocks;
        this.claimer = claimer;
        this.caller = caller;
        this.outcomes = outcomes;
        this.patience = patience;
        this.meters = meters;
        this.microBatch = microBatch;
    }

    /** Called after every micro-batch; throws when the caller is to stop. */
    @FunctionalInterface
    public interface Progress {
        void sent(DispatchReport soFar);
    }

    /** Sends; answers what was done and when it is worth coming back, if rows were left for want of rate. */
    public DispatchReport dispatch(long run, int batch, ChannelKind channel, Instant asOf, Progress progress) {
        RunPlan plan = plans.of(run);
        WorkflowClock workflow = new WorkflowClock(asOf, System.nanoTime());
        Instant dueBy = new Moment(asOf, clock.now()).now();
        DispatchReport report = DispatchReport.none();
        while (true) {
            List<VendorAccount> open = accounts.of(channel).stream()
                    .filter(account -> account.serves(plan.purpose()))
                    .toList();
            Portions portions = lease(open, dueBy);
            if (portions.isEmptyHanded() && !portions.isClosedForLong()) {
                return report.comeBack(workflow.now().plus(portions.shortestWait()), waitsFor(channel, open));
            }
            ClaimOrder order = order(plan, batch, channel, dueBy, open, portions);
            CallDeadline deadline = CallDeadline.in(claimer.lease());
            Claim claim = claimer.claim(order);
            long begun = System.nanoTime();
            List<Answered> answered = caller.call(claim.token(), claim.messages(), deadline);
            Duration called = Duration.ofNanos(System.nanoTime() - begun);
            List<Answered> all = claim.withDoubts(answered);
            patience.until(() -> outcomes.write(
                    plan, channel, claim.token(), all, portions.units().keySet(), workflow.now()));
            meters.called(channel, answered, called);
            giveBack(portions, answered);
            report = report.plus(answered);
            progress.sent(report);
            if (claim.looked() == 0 || !claim.isRunning()) {
                return report;
            }
            if (claim.isEmpty() && claim.left() > 0) {
                // Too little rate for even one person, such as a text of three parts: come back for a fuller portion.
                return report.comeBack(workflow.now().plusSeconds(1), waitsFor(channel, open));
            }
        }
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
            RunPlan plan, int batch, ChannelKind channel, Instant asOf, List<VendorAccount> open, Portions portions) {
        Map<String, Instant> stopped = new HashMap<>(blocks.at(plan.id(), channel));
        String probe =
                stopped.isEmpty() ? "" : blocks.takeProbe(plan.id(), channel).orElse("");
        Map<String, Integer> units = new HashMap<>(portions.units());
        if (!probe.isEmpty()) {
            stopped.remove(probe);
            units.computeIfPresent(probe, (name, n) -> Math.min(1, n));
        }
        int most = portions.isEmptyHanded()
                ? microBatch
                : Math.min(
                        microBatch,
                        Math.max(
                                1,
                                units.values().stream()
                                        .mapToInt(Integer::intValue)
                                        .sum()));
        return new ClaimOrder(
                plan,
                batch,
                channel,
                asOf,
                stopped.isEmpty() ? most : microBatch,
                open,
                units,
                portions.turns(),
                stopped,
                portions.closed(),
                probe);
    }

    /** Leased messages by account. Rates that count calls are leased as calls and used as the messages that fit into them. */
    private Portions lease(List<VendorAccount> open, Instant dueBy) {
        Map<String, Integer> units = new HashMap<>();
        Map<String, VendorAccount> leased = new HashMap<>();
        Map<String, Instant> closed = new HashMap<>();
        Map<String, ClaimOrder.Turn> turns = new HashMap<>();
        Duration shortestWait = LONGEST_WAIT;
        for (VendorAccount account : open) {
            int perUnit = perUnit(account);
            RateLeases.Portion portion = rates.lease(account, (microBatch + perUnit - 1) / perUnit);
            // Never before what this dispatch counts as due, whatever PostgreSQL's clock was set to.
            Instant comeBack =
                    later(portion.comeBack(), dueBy.plus(portion.away()).plusMillis(1));
            if (portion.isClosed()) {
                closed.put(account.name(), comeBack);
            } else {
                double perSecond = account.rateLimit().perSecond() * perUnit;
                turns.put(account.name(), new ClaimOrder.Turn(comeBack, perSecond));
            }
            if (portion.units() > 0) {
                units.put(account.name(), portion.units() * perUnit);
                leased.put(account.name(), account);
            } else {
                shortestWait = portion.away().compareTo(shortestWait) < 0 ? portion.away() : shortestWait;
                meters.waited(account.name());
            }
        }
        return new Portions(units, leased, turns, closed, shortestWait);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** Whom rows wait for that found no portion: what vendors said, or our own rate limits. */
    private String waitsFor(ChannelKind channel, List<VendorAccount> open) {
        Map<String, Closures.Closure> closed = closures.now();
        return channel.id() + ": "
                + open.stream()
                        .map(account -> closed.containsKey(account.name())
                                ? closed.get(account.name()).words(Locale.ENGLISH)
                                : "rate limit of " + account.name() + ", " + account.rateLimit())
                        .collect(Collectors.joining("; "));
    }

    private int perUnit(VendorAccount account) {
        return account.rateLimit().unit() == RateLimit.Unit.CALLS
                ? senders.of(account).sender().callSize()
                : 1;
    }

    private void giveBack(Portions portions, List<Answered> answered) {
        Map<String, Integer> left = new HashMap<>(portions.units());
        for (Answered one : answered) {
            if (!(one.result() instanceof SendResult.NotSent)) {
                left.merge(one.message().account().name(), -one.message().units(), Integer::sum);
            }
        }
        left.forEach((name, units) -> {
            VendorAccount account = portions.leased().get(name);
            rates.giveBack(account, units / perUnit(account));
        });
    }

    private record Portions(
            Map<String, Integer> units,
            Map<String, VendorAccount> leased,
            Map<String, ClaimOrder.Turn> turns,
            Map<String, Instant> closed,
            Duration shortestWait) {
        boolean isEmptyHanded() {
            return units.isEmpty() && !(turns.isEmpty() && closed.isEmpty());
        }

        /** Long enough to look through the rows for those who cannot be sent to here after all, and go on elsewhere now. */
        boolean isClosedForLong() {
            return turns.isEmpty() && shortestWait.compareTo(LONG_CLOSURE) > 0;
        }
    }
}
