package io.carillon.delivery.dispatch;

import io.carillon.channel.AttemptKey;
import io.carillon.delivery.claim.Answered;
import io.carillon.delivery.dispatch.TurnedAway.Form;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which people of one claim are turned away for their own sake, and not for ours. Hears the answers in the order in which they came:
 *
 * <ul>
 *   <li>Who is turned away once more, after the form was taken for others or somebody resumed the run, has values that are not taken;
 *       as long as they are few beside those for whom the form is taken, else they wait and stop nobody.
 *   <li>Where the words blame us, that is so only if somebody is taken after them, or somebody resumed the run; they wait where nobody
 *       is. Whom they blame us for the first time waits if somebody is taken after them, as then it is not all of us.
 *   <li>Whoever is left, or has a form that is turned away too often, is so because of us, and stops the account.
 * </ul>
 */
final class OwnSake {
    private final Map<AttemptKey, Since> since;
    private final Set<Form> taken;
    private final Set<Form> doubted;
    private final Map<Form, TurnedAway.Credit> credits = new HashMap<>();
    /** Whom words blamed us for, and nobody has been taken after them yet: for the first time, and once more. */
    private final Map<Form, List<AttemptKey>> first = new HashMap<>();

    private final Map<Form, Deque<AttemptKey>> again = new HashMap<>();
    private final Set<AttemptKey> values = new HashSet<>();
    private final Set<AttemptKey> waiting = new HashSet<>();

    /**
     * What was heard since somebody was turned away: that their form is taken, that somebody resumed the run; and whether they had been
     * turned away more than once by then.
     */
    record Since(boolean isTaken, boolean isVouchedFor, boolean isVouchedForAgain) {
        static final Since NOTHING = new Since(false, false, false);
    }

    /**
     * Hears all of it.
     *
     * @param since of attempts to people who were turned away before
     * @param taken forms that were taken for somebody of the run
     * @param doubted forms that are turned away too often
     */
    OwnSake(List<Answered> inOrder, Map<AttemptKey, Since> since, Set<Form> taken, Set<Form> doubted) {
        this.since = since;
        this.taken = taken;
        this.doubted = doubted;
        for (Answered one : inOrder) {
            if (TurnedAway.isTaken(one)) {
                taken(Form.of(one));
            } else if (TurnedAway.mayBeOnePersons(one)) {
                turnedAway(one, since.getOrDefault(one.message().key(), Since.NOTHING));
            }
        }
        again.forEach(this::leave);
    }

    /** Attempts to people who were turned away before, of whom something was heard since. */
    Set<AttemptKey> heardOf() {
        return since.keySet();
    }

    /** Attempts for which it is the person's values. */
    Set<AttemptKey> values() {
        return values;
    }

    /** Attempts to people who wait, and stop nobody. */
    Set<AttemptKey> waiting() {
        return waiting;
    }

    private void taken(Form form) {
        TurnedAway.Credit credit = credit(form);
        credit.taken();
        waiting.addAll(Objects.requireNonNullElse(first.remove(form), List.of()));
        Deque<AttemptKey> before = again.getOrDefault(form, new ArrayDeque<>());
        while (!before.isEmpty() && credit.spendOnBlaming()) {
            values.add(before.remove());
        }
    }

    private void turnedAway(Answered one, Since heard) {
        AttemptKey key = one.message().key();
        Form form = Form.of(one);
        boolean isDoubted = doubted.contains(form);
        if (TurnedAway.mayBeValues(one)) {
            if (heard.isVouchedFor()) {
                // Of a form that nobody has taken yet, the word of whoever resumed the run is good for few.
                if (taken.contains(form) || !isDoubted) {
                    values.add(key);
                }
            } else if (heard.isTaken() && !isDoubted) {
                (credit(form).spend() ? values : waiting).add(key);
            }
        } else if (heard.isVouchedForAgain() || (heard.isVouchedFor() && heard.isTaken())) {
            if (taken.contains(form) && !isDoubted && credit(form).spendOnBlaming()) {
                values.add(key);
            }
        } else if (!isDoubted && heard.isTaken()) {
            again.computeIfAbsent(form, same -> new ArrayDeque<>()).add(key);
        } else if (!isDoubted && !one.message().isProbe()) {
            first.computeIfAbsent(form, same -> new ArrayList<>()).add(key);
        }
    }

    /** Nobody was taken after these: where they are few they wait until somebody is; many stop the account. */
    private void leave(Form form, Deque<AttemptKey> left) {
        left.stream().takeWhile(one -> credit(form).spend()).forEach(waiting::add);
    }

    private TurnedAway.Credit credit(Form form) {
        return credits.computeIfAbsent(form, same -> new TurnedAway.Credit());
    }
}
