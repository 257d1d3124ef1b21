package io.carillon.delivery;

import io.carillon.channel.Reason;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Who of a run could not be reached on a channel, and which of these gaps are worth closing first. Reads only. */
@ApplicationScoped
public class RunGaps {
    private final Sql sql;

    public RunGaps(Sql sql) {
        this.sql = sql;
    }

    /** People by channel and reason. */
    public record GapsView(long run, List<Gap> items) {}

    /** One gap. {@code fix} says what would close it. */
    public record Gap(String channel, String reason, long people, String text, String fix) {}

    /** Gaps of people who were not reached at all, most people first. */
    public record WorthClosing(String text, String channel, String reason, long people, String href) {}

    /** Every channel that somebody left without being reached there: without an attempt, or with one that came to nothing. */
    public GapsView of(long run, Locale language) {
        return new GapsView(
                run,
                sql.list(
                        """
                        select channel, reason, sum(n) as people from (
                            select p.channel, p.reason, count(*) as n from pass p where p.run_id = ? group by 1, 2
                            union all
                            select a.kind, a.reason, count(distinct a.delivery_id) from attempt a
                             where a.run_id = ? and a.state in ('refused', 'undelivered') and a.led is not null group by 1, 2) g
                         group by 1, 2 order by 3 desc, 1, 2""",
                        row -> gap(row.getString("channel"), row.getString("reason"), row.getLong("people"), language),
                        run,
                        run));
    }

    /** What kept people from being reached at all, by their last channel. */
    public List<WorthClosing> worthClosing(long run, Locale language) {
        List<WorthClosing> worth = new ArrayList<>();
        sql.list(
                """
                select coalesce(last.channel, '*') as channel, d.reason, count(*) as people
                  from delivery d
                  left join lateral (
                        select channel from (
                            select a.kind as channel, a.outcome_at as at from attempt a
                             where a.run_id = d.run_id and a.delivery_id = d.id and a.reason = d.reason
                            union all
                            select p.channel, p.at from pass p
                             where p.run_id = d.run_id and p.delivery_id = d.id and p.reason = d.reason) x
                         order by at desc limit 1) last on true
                 where d.run_id = ? and d.state = 'failed' group by 1, 2 order by 3 desc limit 5""",
                row -> {
                    Gap gap = gap(row.getString("channel"), row.getString("reason"), row.getLong("people"), language);
                    return worth.add(new WorthClosing(
                            gap.channel() + ": " + gap.text(),
                            gap.channel(),
                            gap.reason(),
                            gap.people(),
                            "/api/campaigns/" + run + "/deliveries?state=failed&reason=" + gap.reason()));
                },
                run);
        return worth;
    }

    private static Gap gap(String channel, String reason, long people, Locale language) {
        Reason known = Reason.of(reason);
        return new Gap(channel, reason, people, known.text(language), known.fix(language));
    }
}
