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
 * @param blocked accounts of which this channel of the run is stopped, with when their rows come back
 * @param closed accounts of which no rate could be leased, with when it is worth asking again
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
        Map<String, Instant> blocked,
        Map<String, Instant> closed,
        String probe) {

    /** Accounts that cannot take anything at this moment, so that another one may; a stopped one keeps its rows. */
    Set<String> down() {
        Set<String> down = new java.util.HashSet<>(closed.keySet());
        down.removeAll(blocked.keySet());
        return down;
    }

    /** When rows of an account that cannot take them come back. */
    Instant comeBack(String account) {
        Instant stopped = blocked.get(account);
        return stopped != null ? stopped : closed.getOrDefault(account, asOf);
    }
}
