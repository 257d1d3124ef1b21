package io.carillon.segment;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.problem.Finding;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Whom a rule finds.
 *
 * @param people the head count
 * @param reachable how many of them can be reached on at least one channel
 * @param findings what is worth knowing of the rule, such as a trait that nobody has
 */
public record PreviewView(
        long people,
        long reachable,
        String purpose,
        List<ChannelReach> channels,
        List<ReachQuery.Sampled> sample,
        List<Finding> findings) {

    /**
     * One channel.
     *
     * @param withAddress how many have an active address
     * @param reachable how many of those may be written to for this purpose
     * @param gaps why the others cannot be reached, by reason
     */
    public record ChannelReach(String channel, long withAddress, long reachable, Map<String, Long> gaps) {

        /** That of a channel. */
        public static ChannelReach of(Reach reach, ChannelKind kind) {
            return new ChannelReach(kind.id(), reach.withAddress(kind), reach.reachable(kind), reach.gaps(kind));
        }
    }

    static PreviewView of(Reach reach, Purpose purpose, List<ReachQuery.Sampled> sample, List<Finding> findings) {
        List<ChannelReach> channels = Arrays.stream(ChannelKind.values())
                .map(kind -> ChannelReach.of(reach, kind))
                .toList();
        return new PreviewView(
                reach.people(),
                reach.reachable(List.of(ChannelKind.values())),
                purpose.id(),
                channels,
                sample,
                findings);
    }
}
