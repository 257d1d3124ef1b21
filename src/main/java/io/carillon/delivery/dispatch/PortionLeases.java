package io.carillon.delivery.dispatch;

import io.carillon.channel.RateLimit;
import io.carillon.channel.SendResult;
import io.carillon.channel.VendorAccount;
import io.carillon.delivery.claim.Answered;
import io.carillon.delivery.claim.ClaimOrder;
import io.carillon.delivery.claim.ClaimedMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Leases a micro-batch's share of every account's rate, and gives back what was not used. Used by many threads. */
@ApplicationScoped
class PortionLeases {
    /** An account that is closed for longer is asked again after this. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    /** Rows wait no longer for their account before it is looked at again, for it may have become faster or be back. */
    static final Duration LONGEST_PUT_OFF = Duration.ofMinutes(10);

    private static final Duration LONG_CLOSURE = Duration.ofMinutes(1);

    private static final Duration FRESH = Duration.ofMillis(500);
    private static final Duration LONGEST_RENEWAL = Duration.ofSeconds(3);

    private final RateLeases rates;
    private final AccountSenders senders;
    private final ClaimSizes sizes;
    private final DispatchMeters meters;
    private final FirstCalls firstCalls = new FirstCalls(Duration.ofSeconds(2));
    private volatile Duration usualAge = Duration.ZERO;

    PortionLeases(RateLeases rates, AccountSenders senders, ClaimSizes sizes, DispatchMeters meters) {
        this.rates = rates;
        this.senders = senders;
        this.sizes = sizes;
        this.meters = meters;
    }

    /**
     * What was leased.
     *
     * @param spent accounts whose rate gave less than was asked for
     * @param at when, of {@link System#nanoTime}
     */
    record Portions(
            long at,
            Map<String, Integer> units,
            Map<String, VendorAccount> leased,
            Set<String> spent,
            Map<String, ClaimOrder.Turn> turns,
            Map<String, Instant> closed,
            Duration shortestWait) {
        private Portions with(Map<String, Integer> otherUnits) {
            return new Portions(at, otherUnits, leased, spent, turns, closed, shortestWait);
        }

        boolean isEmptyHanded() {
            return units.isEmpty() && !(turns.isEmpty() && closed.isEmpty());
        }

        /** Long enough to look through the rows for those who cannot be sent to here after all, and go on elsewhere now. */
        boolean isClosedForLong() {
            return turns.isEmpty() && shortestWait.compareTo(LONG_CLOSURE) > 0;
        }
    }

    /**
     * By account, for what is due by then. Rates that count calls are leased as calls and used as the messages that fit into them.
     *
     * @param room for so many messages at most
     */
    Portions lease(List<VendorAccount> open, Pacing pacing, Instant dueBy, int room) {
        Map<String, Integer> units = new HashMap<>();
        Map<String, VendorAccount> leased = new HashMap<>();
        Set<String> spent = new HashSet<>();
        Map<String, Instant> closed = new HashMap<>();
        Map<String, ClaimOrder.Turn> turns = new HashMap<>();
        Duration shortestWait = LONGEST_WAIT;
        for (VendorAccount account : open) {
            int perUnit = perUnit(account);
            // None at all where it is the turn of others, and still when to ask again.
            int wanted = Math.min(room, sizes.of(account.name()));
            int size = pacing.mayTake(account.name()) ? firstCalls.most(account.name(), wanted) : 0;
            int most = (size + perUnit - 1) / perUnit;
            RateLeases.Portion portion = rates.lease(account, most);
            // Never before what this dispatch counts as due, whatever PostgreSQL's clock was set to.
            Instant comeBack =
                    later(portion.comeBack(), dueBy.plus(portion.away()).plusMillis(1));
            if (portion.isClosed()) {
                closed.put(account.name(), earlier(comeBack, dueBy.plus(LONGEST_PUT_OFF)));
            } else {
                double perSecond = account.rateLimit().perSecond() * perUnit / pacing.sharers();
                ClaimOrder.Turn turn = new ClaimOrder.Turn(comeBack, dueBy.plus(LONGEST_PUT_OFF), perSecond);
                turns.put(account.name(), turn.after(pacing.putOff(account.name())));
            }
            if (portion.units() > 0) {
                units.put(account.name(), Math.min(size, portion.units() * perUnit));
                leased.put(account.name(), account);
                if (portion.units() * perUnit < size) {
                    spent.add(account.name());
                }
            } else {
                firstCalls.ended(Set.of(account.name()), Set.of());
                spent.add(account.name());
                shortestWait = portion.away().compareTo(shortestWait) < 0 ? portion.away() : shortestWait;
                meters.waited(account.name());
            }
        }
        return new Portions(System.nanoTime(), units, leased, spent, turns, closed, shortestWait);
    }

    /**
     * A portion is for the moment. Where the claim took longer than claims do, as after a start, portions of several moments would
     * leave at once: then it is forfeited, and what is to be sent now takes one of now. Waits for that, but not for long, for what is
     * claimed has to go; what it did not get in time is a debt.
     */
    Portions renew(Portions portions, List<ClaimedMessage> messages) {
        if (messages.isEmpty() || isFresh(Duration.ofNanos(System.nanoTime() - portions.at()))) {
            return portions;
        }
        Map<String, Integer> wanted = new HashMap<>();
        messages.forEach(message -> wanted.merge(message.account().name(), message.units(), Integer::sum));
        Map<String, Integer> units = new HashMap<>(portions.units());
        long until = System.nanoTime() + LONGEST_RENEWAL.toNanos();
        portions.leased().forEach((name, account) -> {
            int perUnit = perUnit(account);
            int most = (wanted.getOrDefault(name, 0) + perUnit - 1) / perUnit;
            rates.giveBack(account, takeAnew(account, most, until) - most);
            units.put(name, most * perUnit);
        });
        return portions.with(units);
    }

    /** Learns how long claims take here; on a machine that is always slow every portion is as old as the one before. */
    private boolean isFresh(Duration age) {
        boolean isFresh = age.compareTo(usualAge.plus(FRESH)) < 0;
        usualAge = usualAge.multipliedBy(4).plus(age).dividedBy(5);
        return isFresh;
    }

    /** Leases so many, piece by piece; answers how many it got in time. */
    private int takeAnew(VendorAccount account, int most, long until) {
        int taken = 0;
        while (taken < most) {
            RateLeases.Portion portion = rates.lease(account, most - taken);
            taken += portion.units();
            long left = until - System.nanoTime();
            if (portion.isClosed() || left <= 0 || Thread.currentThread().isInterrupted()) {
                return taken;
            }
            if (portion.units() == 0) {
                LockSupport.parkNanos(Math.min(left, portion.away().toNanos()));
            }
        }
        return taken;
    }

    /** The accounts of the claim for which they were leased were called. */
    void ended(Portions portions, Set<String> called) {
        firstCalls.ended(portions.leased().keySet(), called);
    }

    /** What was not used of them. */
    void giveBack(Portions portions, List<Answered> answered) {
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

    private int perUnit(VendorAccount account) {
        return account.rateLimit().unit() == RateLimit.Unit.CALLS
                ? senders.of(account).sender().callSize()
                : 1;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
