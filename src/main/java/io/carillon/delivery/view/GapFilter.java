package io.carillon.delivery.view;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.delivery.ledger.Passes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One gap of a run, as addresses of the API name it: {@code wechat:no_grant}, or {@code email:no_address:bounced}.
 *
 * @param channel {@code *} where it kept the person from every channel
 * @param closed of {@code no_address}: how the addresses had ended, or {@code none}; null for all of them
 */
record GapFilter(String channel, String reason, @Nullable String closed) {
    /** The channel of an address {@code a}. */
    static final String CHANNEL_OF_ADDRESS = Arrays.stream(ChannelKind.values())
            .map(kind -> " when '" + kind.addressKind().id() + "' then '" + kind.id() + "'")
            .collect(Collectors.joining("", "case a.kind", " end"));

    /** An attempt {@code a} that ended its channel without reaching anybody. */
    static final String CAME_TO_NOTHING = "a.state in ('refused', 'undelivered') and a.led is not null";

    /** Whether delivery {@code d} is in the gap; takes {@link #values}. */
    static final String SQL = """
            (?::text is null
             or exists (select 1 from attempt a
                  where a.run_id = d.run_id and a.delivery_id = d.id and a.kind = ? and a.reason = ? and NOTHING)
             or exists (select 1 from pass p where p.run_id = d.run_id and p.delivery_id = d.id and p.channel = ? and p.reason = ?
                   and (?::text is null or coalesce((select ENDED from address a
                            where a.profile_id = d.profile_id and a.status <> 'active' and CHANNEL = p.channel
                           having count(*) > 0 and (min(a.status_at) is null or min(a.status_at) <= p.at)), 'none') = ?)))""".replace("NOTHING", CAME_TO_NOTHING)
            .replace("ENDED", AddressesLeft.HOW_ENDED)
            .replace("CHANNEL", CHANNEL_OF_ADDRESS);

    private static final Set<String> ENDS = Set.of(AddressesLeft.NONE, "bounced", "dead", "invalid");
    private static final Set<String> CHANNELS = Stream.concat(
                    Stream.of(Passes.EVERY_CHANNEL),
                    Arrays.stream(ChannelKind.values()).map(ChannelKind::id))
            .collect(Collectors.toSet());

    /** What is written so; empty where it names no gap. */
    static Optional<GapFilter> read(String written) {
        String[] parts = written.split(":", -1);
        boolean isEnd = parts.length == 3 && parts[1].equals(Reason.NO_ADDRESS.id()) && ENDS.contains(parts[2]);
        if (parts.length != 2 && !isEnd || !CHANNELS.contains(parts[0]) || !Reason.isKnown(parts[1])) {
            return Optional.empty();
        }
        return Optional.of(new GapFilter(parts[0], parts[1], isEnd ? parts[2] : null));
    }

    /** What {@link #SQL} takes; for no gap everybody is in. */
    static List<@Nullable Object> values(@Nullable GapFilter gap) {
        return gap == null
                ? Arrays.asList(null, null, null, null, null, null, null)
                : Arrays.asList(gap.channel, gap.channel, gap.reason, gap.channel, gap.reason, gap.closed, gap.closed);
    }

    /** As it is written. */
    String written() {
        return channel + ":" + reason + (closed == null ? "" : ":" + closed);
    }
}
