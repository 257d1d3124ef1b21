package io.carillon.delivery.dispatch;

import io.carillon.channel.RateLimit;
import io.carillon.channel.SendResult;
import io.carillon.channel.VendorAccount;
import io.carillon.delivery.claim.Answered;
import io.carillon.delivery.claim.ClaimOrder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Leases a micro-batch's share of every account's rate, and gives back what was not used. Stateless. */
@ApplicationScoped
class PortionLeases {
    /** An account that is closed for longer is asked again after this. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    /** Rows wait no longer for their account before it is looked at again, for it may have become faster or be back. */
    static final Duration LONGEST_PUT_OFF = Duration.ofMinutes(10);

    private static final Duration LONG_CLOSURE = Duration.ofMinutes(1);

    private final RateLeases rates;
    private final AccountSenders senders;
    private final ClaimSizes sizes;
    private final DispatchMeters meters;

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
     */
    record Portions(
            Map<String, Integer> units,
            Map<String, VendorAccount> leased,
            Set<String> spent,
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

    /** By account, for what is due by then. Rates that count calls are leased as calls and used as the messages that fit into them. */
    Portions lease(List<VendorAccount> open, Pacing pacing, Instant dueBy) {
        Map<String, Integer> units = new HashMap<>();
        Map<String, VendorAccount> leased = new HashMap<>();
        Set<String> spent = new HashSet<>();
        Map<String, Instant> closed = new HashMap<>();
        Map<String, ClaimOrder.Turn> turns = new HashMap<>();
        Duration shortestWait = LONGEST_WAIT;
        for (VendorAccount account : open) {
            int perUnit = perUnit(account);
            int size = sizes.of(account.name());
            // None at all where it is the turn of others, and still when to ask again.
            int most = pacing.mayTake(account.name()) ? (size + perUnit - 1) / perUnit : 0;
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
                units.put(account.name(), portion.units() * perUnit);
                leased.put(account.name(), account);
                if (portion.units() * perUnit < size) {
                    spent.add(account.name());
                }
            } else {
                spent.add(account.name());
                shortestWait = portion.away().compareTo(shortestWait) < 0 ? portion.away() : shortestWait;
                meters.waited(account.name());
            }
        }
        return new Portions(units, leased, spent, turns, closed, shortestWait);
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
