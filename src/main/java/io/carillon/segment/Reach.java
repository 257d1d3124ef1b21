package io.carillon.segment;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Whom a rule finds, and how they stand on each channel. Figures are of the moment of the query.
 *
 * @param groups people who stand alike on every channel, each with their number
 */
public record Reach(List<Group> groups) {

    /**
     * People who stand alike.
     *
     * @param locale language and region of the stored tag; empty where there is none or it was not asked for
     * @param standings one for every channel asked for
     * @param lacks which of the values asked for they have not
     */
    public record Group(String locale, Map<ChannelKind, Standing> standings, Set<String> lacks, long people) {

        /** How they stand on this channel. */
        public Standing on(ChannelKind kind) {
            return standings.get(kind);
        }
    }

    /** The head count. */
    public long people() {
        return count(group -> true);
    }

    /** How many have an active address on the channel, whether or not they may be written to. */
    public long withAddress(ChannelKind kind) {
        return count(group -> group.on(kind).hasAddress());
    }

    /** How many can be reached on the channel. */
    public long reachable(ChannelKind kind) {
        return count(group -> group.on(kind).isReachable());
    }

    /** How many can be reached on at least one of these channels, all of which were asked for. */
    public long reachable(Collection<ChannelKind> kinds) {
        return count(group -> kinds.stream().anyMatch(kind -> group.on(kind).isReachable()));
    }

    /** Head counts by reason, of those who cannot be reached on the channel. */
    public Map<String, Long> gaps(ChannelKind kind) {
        Map<String, Long> gaps = new TreeMap<>();
        for (Group group : groups) {
            String reason = group.on(kind).reason();
            if (reason != null) {
                gaps.merge(reason, group.people(), Long::sum);
            }
        }
        return gaps;
    }

    /** Head counts of those who have no active address on the channel, by how theirs ended; "none" for never had one. */
    public Map<String, Long> withoutAddress(ChannelKind kind) {
        Map<String, Long> byStatus = new TreeMap<>();
        for (Group group : groups) {
            Standing standing = group.on(kind);
            if (Reason.NO_ADDRESS.id().equals(standing.reason())) {
                byStatus.merge(standing.closed().isEmpty() ? "none" : standing.closed(), group.people(), Long::sum);
            }
        }
        return byStatus;
    }

    private long count(Predicate<Group> which) {
        return groups.stream().filter(which).mapToLong(Group::people).sum();
    }
}
