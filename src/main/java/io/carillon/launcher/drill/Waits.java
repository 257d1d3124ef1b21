package io.carillon.launcher.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds accounts to what vendors asked for by Retry-After: from the moment at which the answer was written down until the time asked for
 * is over nothing is claimed for the account. All times are PostgreSQL's. For one thread.
 */
final class Waits {
    private static final int BATCHES_AT_ONCE = 4;
    private static final String THROTTLED = "throttled";
    /** A longer wait than that is our own, and not what was asked for. */
    private static final int MOST_TIMES = 3;
    /** The clock is read twice, for until when and then for since when. */
    private static final Duration TWO_LOOKS = Duration.ofMillis(50);

    private final Set<Closed> closed = new LinkedHashSet<>();

    /**
     * An account was closed, because its vendor asked us to wait.
     *
     * @param since when that was written down
     */
    record Closed(String account, Instant since, Instant until) {
        Duration length() {
            return Duration.between(since, until);
        }
    }

    /** Messages that were claimed together. */
    record Claim(String account, String token, Instant at) {}

    /** Notes which accounts are closed now; to be called more often than the shortest wait is long. */
    void look(Ledger ledger) {
        ledger.query(
                """
                select name, closed_since, closed_until from vendor_account
                 where closed_until > clock_timestamp() and closed_since is not null and closed_reason = 'throttled' and ? > 0""",
                1,
                row -> note(new Closed(
                        row.getString("name"),
                        row.getTimestamp("closed_since").toInstant(),
                        row.getTimestamp("closed_until").toInstant())));
    }

    void note(Closed seen) {
        closed.add(seen);
    }

    /** The claims of a run. */
    static List<Claim> claims(Ledger ledger, long run) {
        List<Claim> claims = new ArrayList<>();
        ledger.query(
                "select account, claim_token::text as token, min(claimed_at) as at from attempt where run_id = ? group by 1, 2",
                run,
                row -> claims.add(new Claim(
                        row.getString("account"),
                        row.getString("token"),
                        row.getTimestamp("at").toInstant())));
        return claims;
    }

    /**
     * What was not respected at an account, in a sentence each.
     *
     * @param asked how long its vendor asked us to wait
     * @param dispatches at work side by side: each may have leased its portion before, also the one that was answered, where it went on
     *     without that call because it took long
     */
    List<String> ignored(String account, Duration asked, List<Claim> claims, int dispatches) {
        List<Closed> waits =
                closed.stream().filter(wait -> wait.account().equals(account)).toList();
        List<String> ignored = new ArrayList<>();
        if (waits.isEmpty()) {
            ignored.add(account + " was told " + THROTTLED + " and was never seen to wait");
        }
        waits.stream()
                .map(Closed::length)
                .min(Comparator.naturalOrder())
                .filter(shortest -> shortest.compareTo(asked.multipliedBy(MOST_TIMES)) > 0)
                .ifPresent(shortest -> ignored.add(
                        account + " never waited for less than " + shortest + ", its vendor asked for " + asked));
        for (Closed wait : waits) {
            Duration length = wait.length();
            if (length.plus(TWO_LOOKS).compareTo(asked) < 0) {
                ignored.add(account + " waited for " + length + ", its vendor asked for " + asked);
            }
            Set<String> within = new HashSet<>();
            claims.stream()
                    .filter(claim -> claim.account().equals(account))
                    .filter(claim ->
                            claim.at().isAfter(wait.since()) && claim.at().isBefore(wait.until()))
                    .forEach(claim -> within.add(claim.token()));
            if (within.size() > dispatches) {
                ignored.add(within.size() + " claims for " + account + " between " + wait.since() + " and "
                        + wait.until() + ", until when its vendor asked us to wait");
            }
        }
        return ignored;
    }

    /** Looks until a round's campaign has ended: every wait that a vendor asks for is to be seen. */
    void lookUntilTheEnd(Scene scene) {
        Ledger ledger = new Ledger(scene.ground().database());
        scene.awaitSo(() -> {
            look(ledger);
            return false;
        });
    }

    /**
     * Reports to a scene what was not respected.
     *
     * @param asked for how long each account was asked to wait
     */
    void hold(Scene scene, Map<String, Duration> asked) {
        Ledger ledger = new Ledger(scene.ground().database());
        List<Claim> claims = claims(ledger, scene.run());
        int dispatches = Math.min(BATCHES_AT_ONCE, ledger.batches(scene.run()));
        asked.forEach((account, time) -> {
            scene.console().say("drill", account + " was seen to wait " + seen(account) + " times as asked");
            ignored(account, time, claims, dispatches).forEach(scene::breach);
        });
    }

    /** How many waits of an account were seen. */
    long seen(String account) {
        return closed.stream().filter(wait -> wait.account().equals(account)).count();
    }
}
