package io.carillon.delivery.ledger;

import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one function that computes a delivery's state, reason and next channel from its attempts, passes and hold. Settling,
 * outcomes, receipts and the recount all use this text, each with its own choice of rows. Stateless; joins the caller's
 * transaction.
 */
@ApplicationScoped
public class Judgement {
    /** When a row is due that is due at once: past by any clock, also by one that is set back before somebody looks. */
    public static final Instant AT_ONCE = Instant.EPOCH;

    /** The rows named by arrays of run, batch, delivery and when each is due. */
    private static final String NAMED_ROWS = """
            select d.run_id, d.batch_no, d.id, d.hold, x.due_at
              from unnest(?::bigint[], ?::int[], ?::bigint[], ?::timestamptz[]) as x(run_id, batch_no, id, due_at)
              join delivery d on d.run_id = x.run_id and d.batch_no = x.batch_no and d.id = x.id""";

    /** Every row of a run. */
    private static final String WHOLE_RUN = "select run_id, batch_no, id, hold, due_at from delivery where run_id = ?";

    /**
     * What a delivery's attempts and passes amount to. Reading top down: reached; still in the air; in doubt; ended as a
     * person; a channel is left; else over, failed if any channel failed, else skipped. Where somebody was reached, or a message is
     * in the air, that decides and nothing else is looked up: so it is with nearly all rows. Each row looks its own attempts and
     * passes up by their keys: joined as sets they were compared row by row whenever the planner knew nothing of a new run.
     */
    private static final String JUDGED = """
            , judged as (
                select d.run_id, d.batch_no, d.id, d.due_at,
                       case when t.is_reached then 'sent'
                            when t.in_air then 'pending'
                            when coalesce(t.is_doubtful, false) and (select u.action from run_rule u where u.run_id = d.run_id
                                and u.reason = 'process_lost') = 'leave' then 'unknown'
                            when t.is_doubtful then 'pending'
                            when t.was_accepted and (p.person_reason is not null or n.channel is null) then 'sent'
                            when p.person_reason is not null then 'skipped'
                            when n.channel is not null and d.hold is not null then 'held'
                            when n.channel is not null then 'pending'
                            when t.was_doubtful then 'unknown'
                            when p.failure is not null then 'failed'
                            else 'skipped' end as state,
                       case when t.is_reached or t.in_air then null
                            when t.is_doubtful then t.doubt
                            when t.was_accepted and (p.person_reason is not null or n.channel is null) then null
                            when p.person_reason is not null then p.person_reason
                            when n.channel is not null then d.hold
                            when t.was_doubtful then t.doubt
                            else coalesce(p.failure, p.last_reason) end as reason,
                       coalesce(t.settled_on, n.channel) as channel
                  from chosen d
                  cross join lateral (
                      select bool_or(a.state in ('accepted', 'delivered', 'read') and a.led is distinct from 'next') as is_reached,
                             bool_or(a.state in ('accepted', 'delivered', 'read')) as was_accepted,
                             bool_or(a.state = 'in_flight') as in_air,
                             bool_or(a.state = 'unknown' and a.led is null) as is_doubtful,
                             bool_or(a.state = 'unknown') as was_doubtful,
                             min(a.reason) filter (where a.state = 'unknown') as doubt,
                             coalesce(
                                 min(a.kind) filter (where a.state in ('accepted', 'delivered', 'read') and a.led is distinct from 'next'),
                                 min(a.kind) filter (where a.state = 'in_flight')) as settled_on
                        from attempt a where a.run_id = d.run_id and a.delivery_id = d.id) t
                  cross join lateral (
                      select bool_or(e.led = 'stop') as is_stopped,
                             array_agg(e.channel) as left_channels,
                             (array_agg(e.reason) filter (where e.channel = '*'))[1] as person_reason,
                             (array_agg(e.reason order by s.position, e.at)
                                filter (where r.rule in ('no_address', 'refused', 'undelivered')))
                                [count(*) filter (where r.rule in ('no_address', 'refused', 'undelivered'))] as failure,
                             (array_agg(e.reason order by s.position, e.at))[count(*)] as last_reason
                        from (select a.kind as channel, a.reason, a.led, coalesce(a.receipt_at, a.outcome_at) as at
                                from attempt a where a.run_id = d.run_id and a.delivery_id = d.id and a.led is not null
                              union all
                              select w.channel, w.reason, w.led, w.at
                                from pass w where w.run_id = d.run_id and w.delivery_id = d.id) e
                        left join run_step s on s.run_id = d.run_id and s.channel = e.channel
                        left join run_rule r on r.run_id = d.run_id and r.reason = e.reason
                       where t.settled_on is null) p
                  cross join lateral (
                      select case when p.is_stopped or t.settled_on is not null then null else (
                          select s.channel from run_step s
                           where s.run_id = d.run_id and not (s.channel = any (coalesce(p.left_channels, '{}')))
                           order by s.position limit 1) end as channel offset 0) n
            )""";

    /** Judges named rows and writes what came out. */
    public static final String WRITE_NAMED = "with chosen as materialized (" + NAMED_ROWS + ")" + JUDGED + """
             update delivery d
                set state = j.state, reason = j.reason, channel = j.channel,
                    due_at = case when j.state in ('failed', 'skipped') then null else j.due_at end
               from judged j
              where d.run_id = j.run_id and d.batch_no = j.batch_no and d.id = j.id""";

    private final Sql sql;

    public Judgement(Sql sql) {
        this.sql = sql;
    }

    /** The name of a row. */
    public record Row(long run, int batch, long delivery) {
        /** The names of a batch's rows. */
        public static List<Row> of(long run, int batch, List<Long> deliveries) {
            return deliveries.stream().map(id -> new Row(run, batch, id)).toList();
        }
    }

    /**
     * Judges rows anew and writes what changed. {@code dues[i]} is when somebody must look at row i next, null for never; a
     * row whose path is over is never looked at again whatever its entry says.
     */
    public void apply(List<Row> rows, @Nullable Instant[] dues) {
        if (rows.isEmpty()) {
            return;
        }
        Long[] runs = rows.stream().map(Row::run).toArray(Long[]::new);
        Integer[] batches = rows.stream().map(Row::batch).toArray(Integer[]::new);
        Long[] ids = rows.stream().map(Row::delivery).toArray(Long[]::new);
        sql.update(WRITE_NAMED, runs, batches, ids, dues);
    }

    /**
     * What judging comes to for rows that have neither attempts nor passes, as all of a run have at first: they are due on its first channel.
     */
    public void begin(RunPlan plan, int batch, Long[] fresh) {
        if (fresh.length > 0) {
            sql.update(
                    "update delivery set channel = ?, due_at = ? where run_id = ? and batch_no = ? and id = any (?)",
                    plan.steps().get(0).kind().id(),
                    AT_ONCE,
                    plan.id(),
                    batch,
                    fresh);
        }
    }

    /** How many people each state and reason would hold if all rows of a run were judged anew. */
    public List<StateCount> recount(long run) {
        return sql.list(
                "with chosen as materialized (" + WHOLE_RUN + ")" + JUDGED
                        + " select state, coalesce(reason, '') as reason, count(*) as people from judged group by 1, 2 order by 1, 2",
                row -> new StateCount(row.getString("state"), row.getString("reason"), row.getLong("people")),
                run);
    }

    /** Rows whose stored state is not what their attempts and passes amount to; empty unless something is broken. */
    public List<Long> disagreeing(long run, int most) {
        return sql.list(
                "with chosen as materialized (" + WHOLE_RUN + ")" + JUDGED + """
                         select d.id from judged j join delivery d on d.run_id = j.run_id and d.batch_no = j.batch_no and d.id = j.id
                          where d.state <> j.state or d.reason is distinct from j.reason order by d.id limit ?""", row -> row.getLong("id"), run, most);
    }

    /** People in a state, by reason; an empty reason stands for none. */
    public record StateCount(String state, String reason, long people) {}
}
