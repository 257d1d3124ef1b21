package io.carillon.delivery.settle;

import io.carillon.channel.Reason;
import io.carillon.database.Sql;
import io.carillon.delivery.ledger.WakeTimes;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/**
 * Ends claims whose process died: what it had begun to hand over becomes an open doubt, what it had not begun was not sent. Whatever
 * the person's state: one device may have been reached while the call to another was under way. Joins the caller's transaction, which
 * holds the rows.
 */
@ApplicationScoped
public class DeadClaims {
    private final Sql sql;

    public DeadClaims(Sql sql) {
        this.sql = sql;
    }

    /**
     * What came of them.
     *
     * @param doubtful deliveries with an open doubt
     * @param unsent deliveries of which no call had begun; a delivery may be in both
     */
    record Ended(List<Long> doubtful, List<Long> unsent) {}

    private record Lost(long delivery, String state) {}

    /** Ends all of a batch whose lease and last possible call are over. */
    Ended end(long run, int batch, Instant asOf) {
        List<Lost> lost = sql.list(
                """
                with dead as materialized (
                    select a.run_id, a.delivery_id, a.no, a.place is null or exists (
                               select 1 from claim_call c where c.claim_token = a.claim_token and a.place = any (c.places)) as was_begun
                      from delivery d cross join lateral (
                          select * from attempt t where t.run_id = d.run_id and t.delivery_id = d.id and t.state = 'in_flight' offset 0) a
                     where d.run_id = ? and d.batch_no = ? and d.due_at <= ?
                       and a.lease_until + ? * interval '1 second' < clock_timestamp()
                ), given_back as (
                    update wechat_grant g set remaining = g.remaining + 1, updated_at = clock_timestamp()
                      from dead x join attempt a on a.run_id = x.run_id and a.delivery_id = x.delivery_id and a.no = x.no
                     where not x.was_begun and g.address_hash = a.address_hash and g.template = a.used_grant
                )
                update attempt a
                   set state = case when x.was_begun then 'unknown' else 'not_sent' end,
                       reason = case when x.was_begun then ? else ? end, outcome_at = carillon_now()
                  from dead x where a.run_id = x.run_id and a.delivery_id = x.delivery_id and a.no = x.no and a.state = 'in_flight'
                returning a.delivery_id, a.state""",
                row -> new Lost(row.getLong("delivery_id"), row.getString("state")),
                run,
                batch,
                asOf,
                WakeTimes.AFTER_LEASE.toSeconds(),
                Reason.PROCESS_LOST.id(),
                Reason.LEASE_OVER.id());
        return new Ended(of(lost, "unknown"), of(lost, "not_sent"));
    }

    private static List<Long> of(List<Lost> lost, String state) {
        return lost.stream()
                .filter(one -> one.state().equals(state))
                .map(Lost::delivery)
                .distinct()
                .toList();
    }
}
