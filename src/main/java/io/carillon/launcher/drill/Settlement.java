package io.carillon.launcher.drill;

import io.carillon.launcher.drill.Accepted.Message;
import io.carillon.launcher.drill.Audit.Evidence;
import io.carillon.launcher.local.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What became of what vendors told of a run, and of its doubts: a message is what a receipt said that Carillon took, such a receipt settles
 * the doubt about its message, and a doubt that is left stands as the policy {@code leave} wants it, with nothing sent after it.
 *
 * @param were keys of attempts that were in doubt at any time that was looked at
 * @param left those that still are
 */
record Settlement(Set<String> were, Set<String> left) {
    private static final String DOUBT = "unknown";
    private static final String LEAVE = "leave";
    private static final String DELIVERED = "delivered";
    private static final String READ = "read";
    private static final String UNDELIVERED = "undelivered";
    /** A report is applied within a second; one that came before its attempt was known is tried again after 2, 4 and 8. */
    private static final Duration APPLIED_WITHIN = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofMillis(200);
    /** Its reports name a message by the number that came with the answer to the call, and that answer was lost. */
    private static final String TELLS_BY_ANSWER = "wechat";

    private static final Set<String> LEFT = Set.of(DOUBT, "sent");

    /** Reads what an audit is made from, when vendors have sent their reports and no report waits that settles a doubt. */
    static Evidence evidence(Ground ground, long run) {
        long end = System.nanoTime() + APPLIED_WITHIN.toNanos();
        Ledger ledger = new Ledger(ground.database());
        while (System.nanoTime() < end
                && (ground.sandbox().get("/calls").path("pending").asLong() > 0 || ledger.receiptsNew() > 0)) {
            Pause.of(LOOK);
        }
        Evidence evidence = Audit.evidence(ground, run);
        while (System.nanoTime() < end
                && !(unsettled(evidence).isEmpty() && unapplied(evidence).isEmpty())) {
            Pause.of(LOOK);
            evidence = Audit.evidence(ground, run);
        }
        return evidence;
    }

    /** What became of these, and of those that are in doubt now. */
    static Settlement of(Set<String> inDoubt, Evidence evidence) {
        Set<String> left = new TreeSet<>();
        evidence.attempts().forEach((key, attempt) -> {
            if (attempt.state().equals(DOUBT)) {
                left.add(key);
            }
        });
        Set<String> were = new HashSet<>(inDoubt);
        were.addAll(left);
        return new Settlement(were, left);
    }

    /** In a sentence. */
    String summary() {
        return were.size() + " messages were in doubt, " + (were.size() - left.size())
                + " of them were settled, and the policy leaves " + left.size();
    }

    /** Doubts about messages for which Carillon took a receipt. */
    static Set<String> unsettled(Evidence evidence) {
        Set<String> unsettled = new TreeSet<>();
        for (Message message : evidence.messages()) {
            Ledger.Attempt attempt = evidence.attempts().get(message.key());
            boolean isInDoubt = attempt != null && attempt.state().equals(DOUBT);
            if (isInDoubt && message.isTold() && !message.vendor().equals(TELLS_BY_ANSWER)) {
                unsettled.add(message.key());
            }
        }
        return unsettled;
    }

    /** Messages that are not what a receipt said that Carillon took, with both. */
    static Set<String> unapplied(Evidence evidence) {
        Set<String> unapplied = new TreeSet<>();
        for (Message message : evidence.messages()) {
            Ledger.Attempt attempt = evidence.attempts().get(message.key());
            boolean isSure =
                    attempt != null && !attempt.isLost() && !attempt.state().equals(DOUBT);
            if (isSure && !isAsTold(attempt.state(), message.told())) {
                unapplied.add(message.key() + " is " + attempt.state() + " and " + message.told() + " was told");
            }
        }
        return unapplied;
    }

    private static boolean isAsTold(String state, Set<String> told) {
        return (!told.contains(READ) || state.equals(READ))
                && (!told.contains(DELIVERED) || state.equals(DELIVERED) || state.equals(READ))
                && (!told.contains(UNDELIVERED) || state.equals(UNDELIVERED));
    }

    /** What does not hold, in a sentence each. */
    static List<String> wrong(Evidence evidence, Paths paths) {
        List<String> wrong = new ArrayList<>();
        unsettledIn(evidence).ifPresent(wrong::add);
        Set<String> unapplied = unapplied(evidence);
        if (!unapplied.isEmpty()) {
            wrong.add(unapplied.size() + " messages are not what a receipt that was taken says, such as that "
                    + unapplied.iterator().next());
        }
        Set<String> moved = new TreeSet<>();
        paths.people()
                .values()
                .forEach(path -> path.steps().stream()
                        .filter(step -> !isLeft(path, step, paths))
                        .forEach(step -> moved.add(path.person() + " is " + path.state() + " after " + step)));
        if (!moved.isEmpty()) {
            wrong.add(moved.size() + " doubts do not stand as the policy leaves them, such as that "
                    + moved.iterator().next());
        }
        return wrong;
    }

    /** Doubts that a receipt has not settled, in a sentence; empty without any. */
    static Optional<String> unsettledIn(Evidence evidence) {
        Set<String> unsettled = unsettled(evidence);
        return unsettled.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        unsettled.size() + " messages are in doubt although a receipt for them was taken, such as "
                                + unsettled.iterator().next());
    }

    private static boolean isLeft(Paths.Path path, Paths.Step step, Paths paths) {
        return !step.state().equals(DOUBT)
                || !LEAVE.equals(paths.actions().get(step.reason()))
                || step.led().isEmpty() && LEFT.contains(path.state());
    }
}
