package io.carillon.delivery.settle;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a batch has to do next, as settling leaves it.
 *
 * @param stage {@code sending}, {@code waiting}, {@code paused} or {@code done}
 * @param due channels with rows that are due, to be dispatched now
 * @param nextWake when the next row must be looked at; null where none waits for a time
 * @param waitsFor in words, such as {@code sms receipts: 412 people}, for summaries
 * @param reasons why rows wait or channels are stopped, as ids, for searching
 * @param channels on which rows are due or wait, for searching; a plan that an older release wrote has none
 */
public record BatchPlan(
        String stage,
        List<ChannelDue> due,
        @Nullable Instant nextWake,
        String waitsFor,
        List<String> reasons,
        @Nullable List<String> channels) {

    /**
     * A channel with people who are due on it.
     *
     * @param later how many more of them are due later; none in a plan that an older release wrote
     * @param pace in words, whose rate they wait for; null where none is waited for
     */
    public record ChannelDue(
            String channel,
            long people,
            long later,
            @Nullable String pace) {
        ChannelDue plus(ChannelDue other) {
            return new ChannelDue(channel, people + other.people, later + other.later, pace);
        }

        /** In words for operators. */
        public String words() {
            return channel + ", " + people + (people == 1 ? " person" : " people")
                    + (later == 0 ? "" : " (" + later + " more later)")
                    + (pace == null ? "" : ", " + pace);
        }
    }
}
