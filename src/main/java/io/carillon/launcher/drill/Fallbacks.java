package io.carillon.launcher.drill;

import io.carillon.launcher.drill.Paths.Path;
import io.carillon.launcher.drill.Paths.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds every person's path against the policy: who is on a later channel left each earlier one for a reason that sends on, and who
 * left a channel so has an attempt, or a pass that says why not, on the next one. For runs that have ended.
 */
final class Fallbacks {
    private static final int EXAMPLES = 10;
    private static final String NEXT = "next";
    private static final String STOP = "stop";
    private static final String NOT_CONFIRMED = "not_confirmed";

    private final Paths paths;
    private final List<String> wrong = new ArrayList<>();
    private long people;

    private Fallbacks(Paths paths) {
        this.paths = paths;
    }

    /** What does not hold, a few people of it in a sentence each; empty if all does. */
    static List<String> wrong(Paths paths) {
        Fallbacks check = new Fallbacks(paths);
        paths.people().values().forEach(check::check);
        if (check.people > EXAMPLES) {
            check.wrong.add("and " + (check.people - EXAMPLES) + " more paths are wrong");
        }
        return check.wrong;
    }

    /** Passes for want of an address of people who have one. */
    static List<String> denied(Ledger ledger, long run) {
        List<String> denied = new ArrayList<>();
        ledger.query(
                """
                select d.profile_id, w.channel from pass w
                  join delivery d on d.run_id = w.run_id and d.batch_no = w.batch_no and d.id = w.delivery_id
                 where w.run_id = ? and w.reason = 'no_address' and exists (
                       select 1 from address a where a.profile_id = d.profile_id and a.status = 'active'
                          and a.kind = case w.channel when 'sms' then 'phone' when 'email' then 'mailbox'
                                                      when 'push' then 'device_token' when 'wechat' then 'openid' end)""",
                run,
                row -> denied.add("profile " + row.getLong("profile_id") + " has an address on "
                        + row.getString("channel") + " and was passed over for want of one"));
        return denied.subList(0, Math.min(EXAMPLES, denied.size()));
    }

    private void check(Path path) {
        List<String> order = paths.order();
        int last = order.size() - 1;
        while (last >= 0 && path.on(order.get(last)).isEmpty()) {
            last--;
        }
        for (int i = 0; i < last; i++) {
            List<Step> steps = path.on(order.get(i));
            if (!isLeft(steps)) {
                note(path, "is on " + order.get(last) + " although " + order.get(i) + " was not left: " + steps);
                return;
            }
        }
        boolean isThrough = !path.on(Paths.EVERY_CHANNEL).isEmpty();
        if (last < 0) {
            if (!isThrough) {
                note(path, "was never looked at");
            }
        } else if (!isThrough && !stays(path.on(order.get(last))) && last < order.size() - 1) {
            note(path, "stopped short of " + order.get(last + 1) + ": " + path.steps());
        } else if (!isThrough && !hasEnd(path.on(order.get(last)))) {
            note(path, "is left without an end: " + path.steps());
        }
    }

    /** Whether a channel was left for the next one, for good and for a reason that sends on. */
    private boolean isLeft(List<Step> steps) {
        return steps.stream().anyMatch(this::sendsOn)
                && steps.stream().noneMatch(step -> step.led().equals(STOP))
                && steps.stream().noneMatch(step -> step.led().equals(NEXT) && !sendsOn(step))
                && steps.stream()
                        .noneMatch(step -> step.isStanding() && step.led().isEmpty());
    }

    private boolean sendsOn(Step step) {
        if (!step.led().equals(NEXT)) {
            return false;
        }
        return switch (step.state()) {
            // Good news that came after the wait for them had ended take the reason away, not the decision.
            case "delivered", "read" -> paths.awaited().contains(step.kind());
            case "accepted" -> step.reason().equals(NOT_CONFIRMED) && isNext(step.reason());
            default -> isNext(step.reason());
        };
    }

    private boolean isNext(String reason) {
        return NEXT.equals(paths.actions().get(reason));
    }

    /** Whether the path ends here: something stands, or the policy stops. */
    private static boolean stays(List<Step> steps) {
        return steps.stream()
                .anyMatch(step -> step.led().equals(STOP)
                        || step.isStanding() && step.led().isEmpty());
    }

    private static boolean hasEnd(List<Step> steps) {
        return steps.stream().anyMatch(step -> !step.led().isEmpty() || step.isStanding());
    }

    private void note(Path path, String what) {
        people++;
        if (people <= EXAMPLES) {
            wrong.add(path.person() + " " + what);
        }
    }
}
