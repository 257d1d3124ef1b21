package io.carillon.launcher.drill;

import io.carillon.launcher.drill.Accepted.Message;
import io.carillon.launcher.drill.Audit.Evidence;
import io.carillon.launcher.drill.Ledger.Attempt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a run's vendors knew when its database went back to a backup, and whom the backup has as not through. Receipts that come later on
 * messages that the backup lacks settle the doubts about them, and that many fewer may be left.
 *
 * @param taken places of messages that vendors had
 * @param told those of them for which a receipt had been taken
 * @param known keys of attempts that the backup has
 * @param open how many messages at most were on their way to who is not through in the backup
 * @param doubts that the recovery wrote, as the person's number and the kind of channel
 */
record LostDays(Set<String> taken, Set<String> told, Set<String> known, long open, List<String> doubts) {
    /** Its reports name a message by the number that came with the answer to the call, and the backup lacks that. */
    private static final String TELLS_BY_NUMBER = "wechat";

    /** The one kind on which a person may have another message in doubt than the one that a receipt tells of. */
    private static final String MANY_DEVICES = "push";

    /** What is sent by vendors who can be asked. */
    private static final String ASKED_KIND = "sms";

    private static final String DOUBT = "unknown";
    private static final String RESTORED = "restored";
    private static final String LEAVE = "leave";
    private static final Set<String> NEVER_LEFT = Set.of("not_sent", "refused", "blocked", "undelivered");

    /** Before anything happened. */
    static LostDays none() {
        return new LostDays(Set.of(), Set.of(), Set.of(), 0, List.of());
    }

    /**
     * Reads what the restored database has.
     *
     * @param before messages that vendors had
     */
    static LostDays of(Ledger restored, long run, List<Message> before) {
        return new LostDays(
                before.stream().map(LostDays::place).collect(Collectors.toSet()),
                before.stream().filter(Message::isTold).map(LostDays::place).collect(Collectors.toSet()),
                Set.copyOf(restored.attempts(run).keySet()),
                restored.open(run),
                List.of());
    }

    /** The same when the recovery has written what is in doubt. */
    LostDays recovered(Ledger recovered, long run) {
        List<String> written = new ArrayList<>();
        recovered.query(
                "select delivery_id, kind from attempt where run_id = ? and state = 'unknown'",
                run,
                row -> written.add(row.getLong("delivery_id") + " " + row.getString("kind")));
        return new LostDays(taken, told, known, open, List.copyOf(written));
    }

    /** Where a message went to: nothing may go there again. */
    static String place(Message message) {
        return message.vendor() + " " + message.to();
    }

    /** Whether it left after the restore. */
    boolean isFresh(Message message) {
        return !taken.contains(place(message));
    }

    /** Messages from before the restore of which a receipt tells since. */
    private List<Message> toldSince(Evidence evidence) {
        return evidence.messages().stream()
                .filter(message -> message.isTold() && !isFresh(message) && !told.contains(place(message)))
                .toList();
    }

    /** Those of them that the backup lacks. */
    private List<Message> toldOfLost(Evidence evidence) {
        return toldSince(evidence).stream()
                .filter(message -> !known.contains(message.key()))
                .toList();
    }

    /**
     * How many doubts may be left: those that the recovery wrote, and no more than may have been on their way, less those about which a
     * receipt came. Where that was a no the next channel is in doubt in its place.
     */
    long bound(Evidence evidence) {
        long settled = toldOfLost(evidence).stream()
                .filter(message -> !message.vendor().equals(TELLS_BY_NUMBER))
                .map(message -> evidence.attempts().get(message.key()))
                .filter(attempt -> attempt != null && !attempt.state().equals("undelivered"))
                .filter(attempt -> doubts.contains(attempt.delivery() + " " + attempt.kind()))
                .count();
        return Math.min(open, doubts.size()) - settled;
    }

    /**
     * What became of the receipts.
     *
     * @param settled on messages that stand in the ledger now
     * @param byNumber that name a message by a number that is lost
     * @param beside on messages of people who have another message standing on that kind of channel or at that address
     * @param left keys of all others
     */
    record Outcome(int settled, int byNumber, int beside, Set<String> left) {
        String summary() {
            return settled + " receipts on lost messages settled what became of them, " + byNumber
                    + " named one by a number that is lost, " + beside
                    + " were on somebody with another message that stands, "
                    + left.size() + " are left";
        }
    }

    /** What became of receipts on messages that the backup lacks. */
    Outcome outcome(Evidence evidence, Paths paths) {
        int settled = 0;
        int byNumber = 0;
        int beside = 0;
        Set<String> left = new TreeSet<>();
        for (Message message : toldOfLost(evidence)) {
            Attempt attempt = evidence.attempts().get(message.key());
            if (message.vendor().equals(TELLS_BY_NUMBER)) {
                byNumber++;
            } else if (attempt != null && !attempt.isLost() && !attempt.state().equals(DOUBT)) {
                settled++;
            } else if (attempt != null && attempt.isLost() && hasOther(attempt, evidence, paths)) {
                beside++;
            } else {
                left.add(message.key());
            }
        }
        return new Outcome(settled, byNumber, beside, left);
    }

    private static boolean hasManyDevices(Attempt doubt, Evidence evidence) {
        return doubt.kind().equals(MANY_DEVICES)
                && evidence.attempts().values().stream()
                                .filter(other -> other.delivery() == doubt.delivery()
                                        && other.kind().equals(doubt.kind())
                                        && !other.isLost())
                                .count()
                        > 1;
    }

    private static boolean hasOther(Attempt lost, Evidence evidence, Paths paths) {
        Paths.Path path = paths.people().get(lost.delivery());
        return path != null && path.sharesAddress()
                || evidence.attempts().values().stream()
                        .anyMatch(other -> other.delivery() == lost.delivery()
                                && other.kind().equals(lost.kind())
                                && !other.isLost()
                                && !NEVER_LEFT.contains(other.state())
                                && (!other.state().equals(DOUBT) || hasManyDevices(other, evidence)));
    }

    /**
     * Keys of messages that the backup lacks, of which no receipt tells, although their vendor lists them and the recovery wrote a doubt
     * for their person that still stands. Of several people with one address nobody can tell whose a listed message is.
     */
    Set<String> unfound(Evidence evidence, Paths paths, Set<String> asked) {
        Set<String> open = evidence.attempts().values().stream()
                .filter(attempt -> attempt.state().equals(DOUBT) && !attempt.isLost())
                .map(attempt -> attempt.delivery() + " " + attempt.kind())
                .collect(Collectors.toSet());
        return evidence.messages().stream()
                .filter(message -> asked.contains(message.vendor()) && !isFresh(message) && !message.isTold())
                .filter(message -> !known.contains(message.key()))
                .filter(message -> {
                    Attempt attempt = evidence.attempts().get(message.key());
                    if (attempt == null) {
                        return false;
                    }
                    String place = attempt.delivery() + " " + ASKED_KIND;
                    Paths.Path path = paths.people().get(attempt.delivery());
                    return doubts.contains(place) && open.contains(place) && path != null && !path.sharesAddress();
                })
                .map(Message::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What does not hold of the run's doubts, in a sentence each. */
    List<String> wrong(Evidence evidence, Paths paths) {
        List<Message> told = new ArrayList<>(toldSince(evidence));
        evidence.messages().stream().filter(this::isFresh).forEach(told::add);
        Map<String, String> actions = new HashMap<>(paths.actions());
        // Whoever may have been sent to is not sent to again, whatever the policy says of other doubts.
        actions.put(RESTORED, LEAVE);
        List<String> wrong = new ArrayList<>(Settlement.wrong(
                new Evidence(evidence.attempts(), told, evidence.states(), evidence.mayRepeat()),
                new Paths(paths.order(), paths.awaited(), actions, paths.people())));
        Outcome outcome = outcome(evidence, paths);
        if (!outcome.left().isEmpty()) {
            wrong.add(outcome.left().size() + " receipts on lost messages came to nothing, such as on "
                    + outcome.left().iterator().next());
        }
        return wrong;
    }
}
