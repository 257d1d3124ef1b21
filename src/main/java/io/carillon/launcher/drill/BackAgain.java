package io.carillon.launcher.drill;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds an account that was away to what is promised of it: when it is back everybody leaves by it who waited for it, and nobody went
 * another way meanwhile.
 *
 * @param account which was away
 * @param kind its kind of channel
 * @param waiting deliveries whose next channel was that when it came back
 */
record BackAgain(String account, String kind, Set<Long> waiting) {
    private static final int EXAMPLES = 5;
    /** The row came back to us, or the vendor said no to us: the message did not leave. */
    private static final Set<String> STAYED = Set.of("blocked", "not_sent");

    /** An attempt; for a channel that was passed over with number 0. */
    record Try(long delivery, int no, String kind, String account, String state) {

        boolean isPass() {
            return no == 0;
        }
    }

    /** As the ledger has it now, before the account is back. */
    static BackAgain waitingNow(Ledger ledger, long run, String account, String kind) {
        Set<Long> waiting = new HashSet<>();
        ledger.query(
                "select id, channel from delivery where run_id = ? and state in ('pending', 'held') and due_at is not null",
                run,
                row -> {
                    if (row.getString("channel") != null
                            && row.getString("channel").startsWith(kind)) {
                        waiting.add(row.getLong("id"));
                    }
                });
        return new BackAgain(account, kind, waiting);
    }

    /** Attempts and passes of a run in their order. */
    static List<Try> tries(Ledger ledger, long run) {
        List<Try> tries = new ArrayList<>();
        ledger.query(
                """
                with this as (select ?::bigint as run)
                select delivery_id, no, kind, account, state from attempt, this where run_id = run
                union all select delivery_id, 0, channel, '', '' from pass, this where run_id = run
                 order by 1, 2""",
                run,
                row -> tries.add(new Try(
                        row.getLong("delivery_id"),
                        row.getInt("no"),
                        row.getString("kind"),
                        row.getString("account"),
                        row.getString("state"))));
        return tries;
    }

    /** What does not hold, in a sentence each. */
    List<String> wrong(List<Try> tries) {
        Map<Long, List<Try>> byDelivery = new TreeMap<>();
        tries.forEach(one -> byDelivery
                .computeIfAbsent(one.delivery(), delivery -> new ArrayList<>())
                .add(one));
        List<Long> left = new ArrayList<>();
        List<Long> strayed = new ArrayList<>();
        byDelivery.forEach((delivery, own) -> {
            if (strayed(own)) {
                strayed.add(delivery);
            }
        });
        for (long delivery : waiting) {
            if (!hasLeft(byDelivery.getOrDefault(delivery, List.of()))) {
                left.add(delivery);
            }
        }
        List<String> wrong = new ArrayList<>();
        if (waiting.isEmpty()) {
            wrong.add("nobody waited for " + account + " when it came back");
        }
        if (!left.isEmpty()) {
            wrong.add(left.size() + " people waited for " + account + " and did not leave when it was back: "
                    + some(left));
        }
        if (!strayed.isEmpty()) {
            wrong.add(strayed.size() + " people whom " + account + " did not take went another way: " + some(strayed));
        }
        return wrong;
    }

    /** Whether a message left on the channel, or there is written why none was to. */
    private boolean hasLeft(List<Try> own) {
        return own.stream()
                .anyMatch(one -> one.isPass()
                        ? one.kind().equals(kind) || one.kind().equals(Paths.EVERY_CHANNEL)
                        : one.kind().equals(kind) && !STAYED.contains(one.state()));
    }

    /** Whether what comes after an attempt that stayed here is at another account or on another channel. */
    private boolean strayed(List<Try> own) {
        boolean isHere = false;
        for (Try one : own) {
            if (one.isPass()) {
                continue;
            }
            boolean isOwn = one.account().equals(account);
            if (isHere && !isOwn) {
                return true;
            }
            isHere = isOwn && STAYED.contains(one.state());
        }
        return false;
    }

    private static String some(List<Long> deliveries) {
        return "deliveries " + deliveries.subList(0, Math.min(EXAMPLES, deliveries.size()));
    }
}
