package io.carillon.delivery.dispatch;

import io.carillon.channel.Reason;
import io.carillon.channel.VendorAccounts;
import io.carillon.database.Sql;
import io.carillon.outbox.Outbox;
import io.carillon.outbox.OutboxCommand;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/**
 * Lets people go on who wait for an account, when what they wait for is over: makes their rows due and tells their batches. Whoever
 * is being sent to at this moment is left alone, and who was put off for their own sake waits as if the account had been open all
 * the time. Stateless; joins the caller's transaction.
 */
@ApplicationScoped
class WaitingPeople {
    /** By then every process knows of a changed account; who came earlier would find it as it was. */
    static final Duration KNOWN = VendorAccounts.KEPT.plusSeconds(1);

    private static final String MAKE_DUE = """
            with later as (
                select d.batch_no, d.id, last.own_end
                  from delivery d
                  left join lateral (
                      select case when a.kind = d.channel and a.state = 'not_sent' and a.reason = ?
                                  then a.outcome_at + ? * interval '1 second' end as own_end
                        from attempt a where a.run_id = d.run_id and a.delivery_id = d.id order by a.no desc limit 1) last on true
                 where d.run_id = ? and d.channel = ? and d.state = 'pending' and d.due_at > greatest(carillon_now(), ?::timestamptz)
                   and not exists (select 1 from attempt a
                        where a.run_id = d.run_id and a.delivery_id = d.id and a.state = 'in_flight' offset 0)
                 order by d.batch_no, d.id
                   for update of d%s)
            update delivery d set due_at = case when l.own_end is null or ? then ?::timestamptz else least(d.due_at, l.own_end) end
              from later l where d.run_id = ? and d.batch_no = l.batch_no and d.id = l.id""";

    private static final String MAKE_ALL_DUE = MAKE_DUE.formatted("");
    private static final String MAKE_FREE_DUE = MAKE_DUE.formatted(" skip locked");

    private final Sql sql;
    private final Outbox outbox;

    WaitingPeople(Sql sql, Outbox outbox) {
        this.sql = sql;
        this.outbox = outbox;
    }

    /** Waits for whoever has a row in hand, so that nobody is missed who is put off at this moment. */
    void letGo(long run, String channel, Instant due) {
        wake(MAKE_ALL_DUE, run, channel, due, false);
    }

    /**
     * The same in all runs, for callers who hold an account: passes by the rows that somebody has in hand, who may wait for it. Such
     * a row looks again by itself, see {@link PortionLeases#LONGEST_PUT_OFF}.
     *
     * @param isForAll also for who was put off for their own sake
     */
    void letGoEverywhere(String channel, Instant due, boolean isForAll) {
        sql.list(
                        "select id from run where closed_at is null and state in ('scheduled', 'running', 'paused') order by id",
                        row -> row.getLong(1))
                .forEach(run -> wake(MAKE_FREE_DUE, run, channel, due, isForAll));
    }

    private void wake(String makeDue, long run, String channel, Instant due, boolean isForAll) {
        sql.update(makeDue, Reason.DEFERRED.id(), PutOff.LONGEST.toSeconds(), run, channel, due, isForAll, due, run);
        // A run that is paused may be resumed at this moment, so its batches are told too.
        outbox.addAll(OutboxCommand.BATCH, sql.list("""
                select b.run_id || '/' || b.no from batch b
                 where b.run_id = ? and b.stage in ('sending', 'waiting')
                   and exists (select 1 from delivery d where d.run_id = b.run_id and d.batch_no = b.no
                            and d.channel = ? and d.state = 'pending' and d.due_at is not null)
                 order by b.no""", row -> row.getString(1), run, channel));
    }
}
