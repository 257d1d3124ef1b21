package io.carillon.delivery.ledger;

import io.carillon.campaign.ChannelPolicy.Action;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.channel.Reason;
import io.carillon.message.Forms;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run was launched with; never changes while it runs, so it may be cached. The run's state is not in here.
 *
 * @param steps the channels in the marketer's order
 * @param rules what each reason of the catalogue does
 */
public record RunPlan(
        long id,
        String name,
        Purpose purpose,
        Forms forms,
        List<Step> steps,
        Map<Reason, Action> rules,
        Instant endsAt,
        @Nullable LocalTime windowStart,
        @Nullable LocalTime windowEnd) {

    /**
     * One channel of the order.
     *
     * @param waitFor what is waited for, null where nothing is
     * @param openFor how long an accepted message stays open for news
     */
    public record Step(ChannelKind kind, @Nullable String waitFor, Duration openFor) {}

    /** The step of a channel, which must be in the order. */
    public Step step(ChannelKind kind) {
        return steps.stream()
                .filter(step -> step.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Run " + id + " has no channel " + kind.id()));
    }

    /** The longest time that any of its channels stays open for news. */
    public Duration longestWait() {
        return steps.stream().map(Step::openFor).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** Where a reason leads a person: on to the next channel, or nowhere. Only for reasons that end a channel. */
    public String led(Reason reason) {
        return rules.get(reason) == Action.NEXT ? "next" : "stop";
    }
}
