package io.carillon.delivery.view;

import io.carillon.channel.Reason;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who of a run could not be reached on a channel, and which of these gaps are worth closing first. Reads only. */
@ApplicationScoped
public class RunGaps {
    private final Sql sql;

    public RunGaps(Sql sql) {
        this.sql = sql;
    }

    /** People by channel and reason. */
    public record GapsView(long run, List<Gap> items) {}

    /**
     * One gap.
     *
     * @param closed of {@code no_address}: how the addresses had ended before the run came to them ({@code bounced}, {@code dead},
     *     {@code invalid}; of several ends the first of these), or {@code none} where there never was one
     * @param fix what would close it
     * @param href exactly these people
     */
    public record Gap(
            String channel,
            String reason,
            @Nullable String closed,
            long people,
            String text,
            String fix,
            String href) {}

    /**
     * A group of people who were not reached at all and have no address that works; one address would make them reachable.
     *
     * @param text how a sentence about them ends
     * @param addresses what they have, as {@code mailbox:bounced}; {@code none} for nothing
     * @param href exactly these people
     */
    public record WorthClosing(String text, String addresses, long people, String href) {}

    /** Every channel that somebody left without being reached there: without an attempt, or with one that came to nothing. */
    public GapsView of(long run, Locale language) {
        Map<String, Map<String, Long>> closed = closed(run);
        List<Gap> gaps = new ArrayList<>();
        sql.list(
                """
                select channel, reason, sum(n) as people from (
                    select p.channel, p.reason, count(*) as n from pass p where p.run_id = ? group by 1, 2
                    union all
                    select a.kind, a.reason, count(distinct a.delivery_id) from attempt a
                     where a.run_id = ? and NOTHING group by 1, 2) g
                 group by 1, 2""".replace("NOTHING", GapFilter.CAME_TO_NOTHING),
                row -> gaps.addAll(told(
                        run,
                        row.getString("channel"),
                        row.getString("reason"),
                        row.getLong("people"),
                        closed,
                        language)),
                run,
                run);
        gaps.sort(Comparator.comparingLong(Gap::people)
                .reversed()
                .thenComparing(Gap::channel)
                .thenComparing(Gap::text));
        return new GapsView(run, gaps);
    }

    /** Of those who had no address left on a channel: how many had one that was closed before, by channel and by how. */
    private Map<String, Map<String, Long>> closed(long run) {
        Map<String, Map<String, Long>> closed = new HashMap<>();
        sql.list(
                "select c.channel, c.status, count(*) as people from (select a.profile_id, "
                        + GapFilter.CHANNEL_OF_ADDRESS + " as channel, "
                        + AddressesLeft.HOW_ENDED + " as status, min(a.status_at) as at from address a"
                        + " where a.status <> 'active' group by 1, 2) c"
                        + """
                  join delivery d on d.run_id = ? and d.profile_id = c.profile_id
                  join pass p on p.run_id = d.run_id and p.delivery_id = d.id and p.channel = c.channel and p.reason = 'no_address'
                 where c.at is null or c.at <= p.at group by 1, 2""",
                row -> closed.computeIfAbsent(row.getString("channel"), channel -> new HashMap<>())
                        .put(row.getString("status"), row.getLong("people")),
                run);
        return closed;
    }

    private static List<Gap> told(
            long run,
            String channel,
            String reason,
            long people,
            Map<String, Map<String, Long>> closed,
            Locale language) {
        if (!reason.equals(Reason.NO_ADDRESS.id())) {
            return List.of(gap(run, new GapFilter(channel, reason, null), Reason.of(reason), people, language));
        }
        List<Gap> gaps = new ArrayList<>();
        long never = people;
        for (Map.Entry<String, Long> one :
                closed.getOrDefault(channel, Map.of()).entrySet()) {
            gaps.add(gap(
                    run,
                    new GapFilter(channel, reason, one.getKey()),
                    Reason.ofClosed(one.getKey()),
                    one.getValue(),
                    language));
            never -= one.getValue();
        }
        if (never > 0) {
            gaps.add(gap(run, new GapFilter(channel, reason, AddressesLeft.NONE), Reason.NO_ADDRESS, never, language));
        }
        return gaps;
    }

    /** People who were not reached and have no address that works, as they stand now; most people first. */
    public List<WorthClosing> worthClosing(long run, Locale language) {
        return sql.list(
                "select addresses, count(*) as people from (select d.id, " + AddressesLeft.SQL + " as addresses"
                        + " from delivery d left join address a on a.profile_id = d.profile_id"
                        + " where d.run_id = ? and d.state = 'failed' group by d.id) p"
                        + " where addresses = any (?) group by 1 order by 2 desc, 1",
                row -> {
                    String addresses = row.getString("addresses");
                    return new WorthClosing(
                            AddressesLeft.text(addresses, language),
                            addresses,
                            row.getLong("people"),
                            "/api/campaigns/" + run + "/deliveries?state=failed&addresses=" + addresses);
                },
                run,
                AddressesLeft.values().toArray(String[]::new));
    }

    private static Gap gap(long run, GapFilter gap, Reason told, long people, Locale language) {
        String href = "/api/campaigns/" + run + "/deliveries?gap=" + gap.written();
        return new Gap(
                gap.channel(), gap.reason(), gap.closed(), people, told.text(language), told.fix(language), href);
    }
}
