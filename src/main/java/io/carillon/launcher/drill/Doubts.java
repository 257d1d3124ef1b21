package io.carillon.launcher.drill;

import io.carillon.launcher.drill.Ledger.LeftOpen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which doubts a round may leave: after each kill of an app process it looks at what was claimed and has no outcome. Only a begun call can be in
 * doubt, and of those that no vendor has taken, no more than the senders of an account had in their hands. For one thread.
 */
final class Doubts {
    /** Messages that the app may mark as begun at once where a call takes fewer; calls of a round take no more. */
    static final int MOST_MARKED = 16;
    /** Calls of one account at the same time, by the settings' default, which rounds keep. */
    static final int SENDERS = 16;
    /** Of a vendor's own no nothing is known here: made-up customers get one for every eighth message, at most. */
    private static final int TAKEN_FOR_A_REFUSAL = 8;

    private final Map<String, LeftOpen> begun = new HashMap<>();
    private final List<Map<String, List<String>>> looks = new ArrayList<>();
    private final Set<String> breaches = new HashSet<>();

    /** Looks at the ledger once more, after everything claimed before then has lost its process. */
    void look(Ledger ledger, long run, Instant claimedBefore) {
        add(ledger.leftOpen(run, claimedBefore));
    }

    /** What one look found. What an earlier one has found is counted there. */
    void add(List<LeftOpen> found) {
        Map<String, List<String>> byAccount = new HashMap<>();
        for (LeftOpen open : found) {
            if (open.marked() > MOST_MARKED) {
                breaches.add("a mark of account " + open.account() + " covers " + open.marked() + " messages, at most "
                        + MOST_MARKED + " are begun at once");
            }
            if (open.isBegun() && begun.putIfAbsent(open.key(), open) == null) {
                byAccount
                        .computeIfAbsent(open.account(), account -> new ArrayList<>())
                        .add(open.key());
            }
        }
        looks.add(byAccount);
    }

    /** How many begun calls were found open. */
    int begun() {
        return begun.size();
    }

    /** Keys of the messages of those calls. */
    Set<String> keys() {
        return Set.copyOf(begun.keySet());
    }

    /**
     * How many attempts may be in doubt for what was looked at: of each account at each kill a micro-batch for each dispatch, however
     * many were found, and less where vendors have fewer.
     *
     * @param taken keys of messages that vendors have
     */
    long bound(Set<String> taken) {
        long bound = 0;
        for (Map<String, List<String>> look : looks) {
            for (List<String> keys : look.values()) {
                long atVendor = keys.stream().filter(taken::contains).count();
                long inDoubt = Math.min(keys.size(), atVendor + inHands() + atVendor / TAKEN_FOR_A_REFUSAL);
                bound += Math.min(inDoubt, CampaignRound.claimsOfAnAccount());
            }
        }
        return bound;
    }

    /** A sender works on its part of a micro-batch: all of them together on little more than one. */
    private static long inHands() {
        return (long) SENDERS * ((CampaignRound.MICRO_BATCH + SENDERS - 1) / SENDERS);
    }

    /**
     * What does not hold.
     *
     * @param lost keys that the ledger has in doubt because their process died
     */
    List<String> wrong(List<String> lost) {
        List<String> wrong = new ArrayList<>(breaches);
        List<String> never =
                lost.stream().filter(key -> !begun.containsKey(key)).sorted().toList();
        if (!never.isEmpty()) {
            wrong.add(never.size() + " attempts are in doubt for a process that had not begun them, such as "
                    + never.get(0));
        }
        return wrong;
    }
}
