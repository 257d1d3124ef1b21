package io.carillon.delivery.dispatch;

import io.carillon.delivery.claim.Answered;
import io.carillon.delivery.dispatch.TurnedAway.Form;
import java.time.Instant;
import java.util.Set;

/**
 * Whether somebody is turned away for their own sake, and not for ours:
 *
 * <ul>
 *   <li>Who is turned away once more, after the form was taken for others or somebody resumed the run, has values that are not taken;
 *       as long as they are few beside those for whom the form is taken, else they wait and stop nobody. Where nothing blames us, the
 *       form is taken for others, and they were turned away twice before somebody resumed the run, they may be many.
 *   <li>Whom words blame us for the first time waits as well, where the account takes what we send to others.
 *   <li>Whoever has a form that is taken for nobody, or is turned away too often, is so because of us, and stops the account. So does
 *       a probe that words blame us for.
 * </ul>
 */
final class OwnSake {
    private final TurnedAway turnedAway;
    private final Instant now;
    private final Set<Form> taken;
    private final Set<String> taking;
    private final Set<Form> doubted;

    /**
     * Of one claim.
     *
     * @param now when it was answered
     * @param taken forms that were taken for somebody of the run
     * @param taking accounts that took any form for somebody of the run
     * @param doubted forms that are turned away too often
     */
    OwnSake(TurnedAway turnedAway, Instant now, Set<Form> taken, Set<String> taking, Set<Form> doubted) {
        this.turnedAway = turnedAway;
        this.now = now;
        this.taken = taken;
        this.taking = taking;
        this.doubted = doubted;
    }

    /** What a no means that may be one person's. */
    enum Verdict {
        /** A no to that person. */
        VALUES,
        /** The person waits, and stops nobody. */
        WAITS,
        /** What the vendor's words say: to us, or for the first time to a person whose form is taken for others. */
        AS_SAID
    }

    /**
     * What was heard since somebody was turned away: that their form is taken, that somebody resumed the run; and whether they had been
     * turned away more than once by then.
     */
    record Since(boolean isTaken, boolean isVouchedFor, boolean isVouchedForAgain) {
        static final Since NOTHING = new Since(false, false, false);

        boolean isAnything() {
            return isTaken || isVouchedFor;
        }
    }

    /** Called once for each such answer, as it counts who is believed. */
    Verdict judge(Answered no, Since since) {
        return TurnedAway.mayBeValues(no) ? ofValues(Form.of(no), since) : ofBlame(no, since);
    }

    private Verdict ofValues(Form form, Since since) {
        boolean isDoubted = doubted.contains(form);
        if (since.isVouchedFor() && !taken.contains(form)) {
            // The word of whoever resumed the run is good for few.
            boolean isThisFormAlone = since.isVouchedForAgain() && taking.contains(form.account());
            return isDoubted && !isThisFormAlone ? Verdict.AS_SAID : verdict(turnedAway.believes(form, now));
        } else if (since.isVouchedForAgain()) {
            return Verdict.VALUES;
        }
        boolean isHeardOf = since.isVouchedFor() || (since.isTaken() && !isDoubted);
        return isHeardOf ? verdict(turnedAway.believes(form, now)) : Verdict.AS_SAID;
    }

    private Verdict ofBlame(Answered no, Since since) {
        Form form = Form.of(no);
        if (doubted.contains(form)
                || !taking.contains(form.account())
                || no.message().isProbe()) {
            return Verdict.AS_SAID;
        }
        boolean isVouchedFor = since.isVouchedForAgain() || (since.isVouchedFor() && since.isTaken());
        if (isVouchedFor || since.isTaken()) {
            return verdict(turnedAway.believesInSpiteOfBlame(form, isVouchedFor, since.isTaken()));
        }
        return Verdict.WAITS;
    }

    private static Verdict verdict(boolean isBelieved) {
        return isBelieved ? Verdict.VALUES : Verdict.WAITS;
    }
}
