package io.carillon.delivery.claim;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.VendorAccount;
import io.carillon.delivery.ledger.RunPlan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a claim may take.
 *
 * @param accounts all enabled accounts of the channel
 * @param units how many units of each account's rate limit were leased; accounts without an entry cannot take anything now
 * @param turns of the accounts that are open: when each takes messages beyond those units, and how many a second
 * @param blocked accounts of which this channel of the run is stopped, with when their rows come back
 * @param closed accounts that are closed for a time, with when they open
 * @param probe the one blocked account of which a single row may be tried, or an empty string
 */
public record ClaimOrder(
        RunPlan plan,
        int batch,
        ChannelKind channel,
        Instant asOf,
        int most,
        List<VendorAccount> accounts,
        Map<String, Integer> units,
        Map<String, Turn> turns,
        Map<String, Instant> blocked,
        Map<String, Instant> closed,
        String probe) {

    /**
     * When messages beyond an account's portion may go.
     *
     * @param from the first of them
     * @param latest however many stand before
     * @param perSecond how many of them
     */
    public record Turn(Instant from, Instant latest, double perSecond) {
        /** That of those who come behind so many others. */
        public Turn after(int others) {
            return new Turn(of(others), latest, perSecond);
        }

        Instant of(int place) {
            Instant turn = from.plusMillis((long) Math.min(1000 * place / perSecond, Integer.MAX_VALUE));
            return turn.isAfter(latest) ? latest : turn;
        }
    }

    /** Whether the claim has a portion of another account, whose rows are not to stand behind those of this one. */
    boolean servesOthersThan(String account) {
        return units.keySet().stream().anyMatch(other -> !other.equals(account));
    }

    /** Accounts that are closed, so that another one may take their rows; a stopped one keeps them, and so does our own pace. */
    Set<String> down() {
        Set<String> down = new java.util.HashSet<>(closed.keySet());
        down.removeAll(blocked.keySet());
        return down;
    }

    /** Accounts that are neither closed nor stopped; what they lack is a portion at most. */
    public Set<String> open() {
        Set<String> open = new java.util.HashSet<>(turns.keySet());
        open.removeAll(blocked.keySet());
        return open;
    }

    /** When rows of an account that cannot take them come back. */
    Instant comeBack(String account) {
        Instant stopped = blocked.get(account);
        return later(stopped != null ? stopped : closed.getOrDefault(account, asOf));
    }

    /** Never what counts as due already, as a time by a clock that runs behind may: who was put off would be claimed at once again. */
    Instant later(Instant until) {
        Instant soonest = asOf.plusSeconds(1);
        return until.isBefore(soonest) ? soonest : until;
    }
}
