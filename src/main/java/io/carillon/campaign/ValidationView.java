package io.carillon.campaign;

import io.carillon.problem.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dry run's answer.
 *
 * @param isLaunchable whether a launch would be taken now: it is still a draft, and no finding is an error
 * @param estimate left out while an error keeps the audience from being counted
 * @param policy the whole table of reasons
 * @param schedule left out while an error keeps it from being resolved
 */
public record ValidationView(
        boolean isLaunchable,
        @Nullable Estimate estimate,
        List<RuleView> policy,
        List<StepView> order,
        @Nullable ScheduleView schedule,
        List<Finding> findings) {

    /** For a definition that cannot be understood, such as one whose saved segment is gone. */
    static ValidationView unreadable(List<Finding> findings) {
        return new ValidationView(false, null, List.of(), List.of(), null, findings);
    }

    /** The same, if the campaign may be launched at all. */
    ValidationView of(Campaign campaign) {
        return new ValidationView(isLaunchable && campaign.isDraft(), estimate, policy, order, schedule, findings);
    }

    /**
     * One line of the policy's table.
     *
     * @param isDefault whether the author left it out
     * @param text when it arises
     */
    public record RuleView(String reason, String action, boolean isDefault, String text) {}

    /**
     * One channel of the order.
     *
     * @param waitFor what is waited for; left out where nothing is
     * @param openFor how long it is waited for, or bad news still leads on
     */
    public record StepView(String channel, @Nullable String waitFor, String openFor) {

        static StepView of(ChannelPolicy.Step step) {
            return new StepView(
                    step.kind().id(),
                    step.waitFor() == null ? null : step.waitFor().id(),
                    WrittenDuration.text(step.openFor()));
        }
    }
}
