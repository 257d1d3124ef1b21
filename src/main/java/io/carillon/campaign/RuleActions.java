package io.carillon.campaign;

import io.carillon.campaign.ChannelPolicy.Action;
import io.carillon.channel.Reason;
import java.util.List;

/** Which actions each rule of a channel policy allows, and which one it has when the author says nothing. */
final class RuleActions {
    private RuleActions() {}

    /** The allowed actions, the default first. */
    static List<Action> allowed(Reason.Rule rule) {
        return switch (rule) {
            case NO_ADDRESS, NO_GRANT, NO_CONSENT, OPTED_OUT, NO_ACCOUNT, MISSING_VARIABLE, REFUSED, UNDELIVERED ->
                List.of(Action.NEXT, Action.STOP);
            case SAME_ADDRESS, NOT_CONFIRMED -> List.of(Action.STOP, Action.NEXT);
            // Trouble at the vendor is ours, not the person's: nobody is moved to a dearer channel for it.
            case VENDOR_DOWN -> List.of(Action.RETRY);
            case UNKNOWN -> List.of(Action.LEAVE);
            case PERSON, BLOCKED, RETRY, HOLD ->
                throw new IllegalArgumentException("The rule " + rule + " is not for marketers");
        };
    }

    /** What the rule does when the author says nothing. */
    static Action byDefault(Reason.Rule rule) {
        return allowed(rule).get(0);
    }
}
