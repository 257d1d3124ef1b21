package io.carillon.delivery.view;

import io.carillon.channel.Money;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads a run's figures from the counters, each with one statement, so that a sum is exact at any moment whatever is going on
 * beside it.
 */
@ApplicationScoped
public class Figures {
    private final Sql sql;

    public Figures(Sql sql) {
        this.sql = sql;
    }

    /**
     * The sum over deliveries.
     *
     * @param audience people in the frozen audience
     * @param holds whether audience = sent + held + skipped + failed + unknown + pending
     * @param byReason people by state and reason, such as {@code failed} → {@code no_address} → 160
     */
    public record Sum(
            long audience,
            long sent,
            long held,
            long skipped,
            long failed,
            long unknown,
            long pending,
            boolean holds,
            Map<String, Map<String, Long>> byReason) {}

    /**
     * One channel's attempts.
     *
     * @param channel such as {@code sms} or {@code wechat.subscribe}
     * @param tried attempts that a vendor decided on, or may have: refused, accepted and unknown together. What an account of ours
     *     could not send is blocked or not sent, and was not tried
     * @param accepted taken by the vendor, whatever came later
     * @param notConfirmed accepted, and nothing more is known
     * @param delivered confirmed by a receipt
     * @param costs estimated until the vendor settles them, one for each currency of the accounts that were sent by
     */
    public record ChannelFigures(
            String channel,

            @Schema(description = "refused + accepted + unknown; what is blocked or was not sent is not counted")
            long tried,

            long inFlight,
            long refused,
            long blocked,
            long notSent,
            long accepted,
            long undelivered,
            long delivered,
            long read,
            long notConfirmed,
            long unknown,
            long parts,
            List<Money> costs) {}

    /**
     * How often people went on to the next channel, by reason.
     *
     * @param deliveredAfterAll of these, messages of which the news came later that they had been delivered: both stand, and who got
     *     them may have got two
     */
    public record WentOn(
            long total,
            Map<String, Long> byReason,

            @Schema(description = "Messages that were reported delivered only after the person had gone on: both stand")
            long deliveredAfterAll) {}

    /** The sum, read by one statement. */
    public Sum sum(long run) {
        Map<String, Map<String, Long>> byReason = new LinkedHashMap<>();
        long[] audience = {0};
        sql.list(
                """
                select r.audience, c.state, c.reason, c.people
                  from run r left join (select run_id, state, reason, sum(people) as people from delivery_count
                                         where run_id = ? group by 1, 2, 3 having sum(people) <> 0) c on c.run_id = r.id
                 where r.id = ? order by c.people desc""",
                row -> {
                    audience[0] = row.getLong("audience");
                    if (row.getString("state") != null) {
                        byReason.computeIfAbsent(row.getString("state"), state -> new LinkedHashMap<>())
                                .put(row.getString("reason"), row.getLong("people"));
                    }
                    return null;
                },
                run,
                run);
        Map<String, Long> totals = new LinkedHashMap<>();
        byReason.forEach((state, reasons) -> totals.put(
                state, reasons.values().stream().mapToLong(Long::longValue).sum()));
        long all = totals.values().stream().mapToLong(Long::longValue).sum();
        return new Sum(
                audience[0],
                totals.getOrDefault("sent", 0L),
                totals.getOrDefault("held", 0L),
                totals.getOrDefault("skipped", 0L),
                totals.getOrDefault("failed", 0L),
                totals.getOrDefault("unknown", 0L),
                totals.getOrDefault("pending", 0L),
                all == audience[0],
                byReason);
    }

    /** The funnel: each channel's attempts, in the run's order, read by one statement. */
    public List<ChannelFigures> channels(long run) {
        return sql.list(
                """
                with c as materialized (
                    select channel, state, currency, sum(attempts) as n, sum(parts) as parts, sum(amount) as amount
                      from attempt_count where run_id = ? group by 1, 2, 3),
                money as (
                    select channel, string_agg(currency || ' ' || amount, ',' order by currency) as costs
                      from (select channel, currency, sum(amount) as amount from c
                             where state not in ('not_sent', 'blocked', 'refused') group by 1, 2 having sum(n) <> 0) by_currency
                     group by 1)
                select s.position, coalesce(c.channel, s.channel) as channel,
                       coalesce(sum(n) filter (where state not in ('in_flight', 'blocked', 'not_sent')), 0) as tried,
                       coalesce(sum(n) filter (where state = 'in_flight'), 0) as in_flight,
                       coalesce(sum(n) filter (where state = 'refused'), 0) as refused,
                       coalesce(sum(n) filter (where state = 'blocked'), 0) as blocked,
                       coalesce(sum(n) filter (where state = 'not_sent'), 0) as not_sent,
                       coalesce(sum(n) filter (where state in ('accepted', 'delivered', 'read', 'undelivered')), 0) as accepted,
                       coalesce(sum(n) filter (where state = 'undelivered'), 0) as undelivered,
                       coalesce(sum(n) filter (where state in ('delivered', 'read')), 0) as delivered,
                       coalesce(sum(n) filter (where state = 'read'), 0) as read,
                       coalesce(sum(n) filter (where state = 'accepted'), 0) as not_confirmed,
                       coalesce(sum(n) filter (where state = 'unknown'), 0) as unknown,
                       coalesce(sum(parts) filter (where state not in ('not_sent', 'blocked', 'refused')), 0) as parts,
                       max(money.costs) as costs
                  from run_step s
                  left join c on split_part(c.channel, '.', 1) = s.channel
                  left join money on money.channel = c.channel
                 where s.run_id = ? group by 1, 2 order by 1, 2""",
                row -> new ChannelFigures(
                        row.getString("channel"),
                        row.getLong("tried"),
                        row.getLong("in_flight"),
                        row.getLong("refused"),
                        row.getLong("blocked"),
                        row.getLong("not_sent"),
                        row.getLong("accepted"),
                        row.getLong("undelivered"),
                        row.getLong("delivered"),
                        row.getLong("read"),
                        row.getLong("not_confirmed"),
                        row.getLong("unknown"),
                        row.getLong("parts"),
                        money(row.getString("costs"))),
                run,
                run);
    }

    private static List<Money> money(@Nullable String costs) {
        return costs == null
                ? List.of()
                : Arrays.stream(costs.split(","))
                        .map(cost -> cost.split(" "))
                        .map(cost -> new Money(new BigDecimal(cost[1]), cost[0]))
                        .toList();
    }

    /** How often people went on: those who were passed by their reason, those who were tried by the policy's rule for it. */
    public WentOn wentOn(long run) {
        Map<String, Long> byReason = new LinkedHashMap<>();
        List<Long> late = sql.list(
                """
                select m.why, sum(m.n) as n, sum(m.n) filter (where m.is_late) as late from (
                    select channel, reason as why, passes as n, false as is_late from pass_count where run_id = ? and led = 'next'
                    union all
                    select split_part(a.channel, '.', 1), r.rule, a.attempts, a.state in ('delivered', 'read')
                      from attempt_count a join run_rule r on r.run_id = a.run_id and r.reason = a.reason
                     where a.run_id = ? and a.led = 'next') m
                 -- from the last channel nobody goes anywhere
                 where m.channel <> (select channel from run_step where run_id = ? order by position desc limit 1)
                 group by 1 having sum(m.n) <> 0 order by 2 desc""",
                row -> {
                    byReason.put(row.getString("why"), row.getLong("n"));
                    return row.getLong("late");
                },
                run,
                run,
                run);
        return new WentOn(
                byReason.values().stream().mapToLong(Long::longValue).sum(),
                byReason,
                late.stream().mapToLong(Long::longValue).sum());
    }

    /** How many people are still to be sent to on each channel. */
    public Map<String, Long> unsent(long run) {
        Map<String, Long> people = new LinkedHashMap<>();
        sql.list("""
                select channel, sum(people) as people from delivery_count
                 where run_id = ? and state in ('pending', 'held') and channel <> '' group by 1""", row -> people.put(row.getString("channel"), row.getLong("people")), run);
        return people;
    }

    /** How many messages on each channel have neither been confirmed nor given up. */
    public Map<String, Long> unconfirmed(long run) {
        Map<String, Long> messages = new LinkedHashMap<>();
        sql.list("""
                select split_part(channel, '.', 1) as kind, sum(attempts) as messages from attempt_count
                 where run_id = ? and state in ('accepted', 'unknown') group by 1""", row -> messages.put(row.getString("kind"), row.getLong("messages")), run);
        return messages;
    }

    /** How many batches there are, by stage. */
    public Map<String, Long> batches(long run) {
        Map<String, Long> stages = new LinkedHashMap<>();
        for (String stage : List.of("planned", "sending", "waiting", "done")) {
            stages.put(stage, 0L);
        }
        sql.list(
                "select stage, count(*) as n from batch where run_id = ? group by 1",
                row -> stages.put(row.getString("stage"), row.getLong("n")),
                run);
        List<Long> counts = new ArrayList<>(stages.values());
        stages.put("total", counts.stream().mapToLong(Long::longValue).sum());
        return stages;
    }

    /** Folds the signed changes of a batch into one row for each state, so that sums stay quick. Joins the caller's transaction. */
    public void fold(long run, int batch) {
        sql.update("""
                with old as (delete from delivery_count where run_id = ? and batch_no = ? returning *)
                insert into delivery_count select run_id, batch_no, state, reason, channel, sum(people) from old
                 group by 1, 2, 3, 4, 5 having sum(people) <> 0""", run, batch);
        sql.update("""
                with old as (delete from attempt_count where run_id = ? and batch_no = ? returning *)
                insert into attempt_count
                select run_id, batch_no, channel, account, state, reason, led, sum(attempts), sum(parts), sum(amount), currency
                  from old group by 1, 2, 3, 4, 5, 6, 7, currency having sum(attempts) <> 0 or sum(parts) <> 0 or sum(amount) <> 0""", run, batch);
        sql.update("""
                with old as (delete from pass_count where run_id = ? and batch_no = ? returning *)
                insert into pass_count select run_id, batch_no, channel, reason, led, sum(passes) from old
                 group by 1, 2, 3, 4, 5 having sum(passes) <> 0""", run, batch);
    }
}
