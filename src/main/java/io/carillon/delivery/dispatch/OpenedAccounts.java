package io.carillon.delivery.dispatch;

import io.carillon.channel.AccountOpened;
import io.carillon.channel.Reason;
import io.carillon.channel.VendorAccounts;
import io.carillon.database.DatabaseClock;
import io.carillon.database.Sql;
import io.carillon.delivery.ledger.Judgement;
import io.carillon.outbox.Outbox;
import io.carillon.outbox.OutboxCommand;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Wakes the batches whose people waited for an account that somebody opened, or on whose channel there is another one now. Joins
 * the transaction that does it.
 */
@ApplicationScoped
public class OpenedAccounts {
    /** By then every process knows of a change; who came earlier would be put off for the old account's time again. */
    private static final Duration KNOWN = VendorAccounts.KEPT.plusSeconds(1);

    private final Sql sql;
    private final DatabaseClock clock;
    private final Outbox outbox;

    public OpenedAccounts(Sql sql, DatabaseClock clock, Outbox outbox) {
        this.sql = sql;
        this.clock = clock;
        this.outbox = outbox;
    }

    void opened(@Observes AccountOpened opened) {
        String channel = opened.channel().id();
        wake(channel, opened.isChanged() ? clock.now().plus(KNOWN) : Judgement.AT_ONCE);
        // A run that is paused may be resumed at this moment, so its batches are told too.
        List<String> batches = sql.list("""
                select b.run_id || '/' || b.no from batch b join run r on r.id = b.run_id
                 where r.closed_at is null and r.state in ('running', 'paused') and b.stage in ('sending', 'waiting')
                   and exists (select 1 from delivery d where d.run_id = b.run_id and d.batch_no = b.no
                            and d.channel = ? and d.state = 'pending' and d.due_at is not null)
                 order by b.run_id, b.no""", row -> row.getString(1), channel);
        outbox.addAll(OutboxCommand.BATCH, batches);
    }

    /**
     * Makes rows due, also those of runs that are paused or have not begun, so that they go on at once then. Whoever is being sent
     * to at this moment is left alone. Who was put off for their own sake waits as if the account had been open all the time.
     */
    private void wake(String channel, Instant due) {
        sql.update("""
                with later as (
                    select d.run_id, d.batch_no, d.id, last.own_end
                      from run r join delivery d on d.run_id = r.id
                      left join lateral (
                          select case when a.kind = d.channel and a.state = 'not_sent' and a.reason = ?
                                      then a.outcome_at + ? * interval '1 second' end as own_end
                            from attempt a where a.run_id = d.run_id and a.delivery_id = d.id order by a.no desc limit 1) last on true
                     where r.closed_at is null and r.state in ('scheduled', 'running', 'paused')
                       and d.channel = ? and d.state = 'pending' and d.due_at > greatest(carillon_now(), ?::timestamptz)
                       and not exists (select 1 from attempt a
                            where a.run_id = d.run_id and a.delivery_id = d.id and a.state = 'in_flight' offset 0)
                       for update of d skip locked)
                update delivery d set due_at = case when l.own_end is null then ?::timestamptz else least(d.due_at, l.own_end) end
                  from later l where d.run_id = l.run_id and d.batch_no = l.batch_no and d.id = l.id""", Reason.DEFERRED.id(), PutOff.LONGEST.toSeconds(), channel, due, due);
    }
}
