package io.carillon.delivery.claim;

import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/**
 * People whose address another one of the run was sent to before them. While that message has no answer they wait, for it may yet
 * be refused and the address be theirs. Joins the claim's transaction.
 */
@ApplicationScoped
public class SharedAddresses {
    /** They are tried again after this at first, then after as long as the answer has been out for. */
    static final Duration SOON = Duration.ofSeconds(2);
    /** But no more seldom than this: an answer that a lost process never gave is given up with its lease. */
    static final Duration LATER = Duration.ofSeconds(15);

    private final Sql sql;

    public SharedAddresses(Sql sql) {
        this.sql = sql;
    }

    /** Puts off those of them for whom there is no answer yet; answers who that is. */
    List<Long> await(ClaimOrder order, List<ClaimedMessage> unwritten) {
        if (unwritten.isEmpty()) {
            return List.of();
        }
        return sql.list(
                """
                update delivery d set hold = null, waits_for = null,
                       due_at = greatest(clock_timestamp(), x.as_of) + greatest(least(x.age, ? * interval '1 second'), ? * interval '1 second')
                  from (select m.delivery, ?::bigint as run, ?::int as batch, ?::timestamptz as as_of,
                               max(clock_timestamp() - a.claimed_at) as age
                          from unnest(?::bigint[], ?::bytea[]) as m(delivery, hash)
                          left join attempt a on a.run_id = ? and a.occasion = '' and a.kind = ? and a.address_hash = m.hash
                                             and a.is_standing
                         group by m.delivery having bool_and(coalesce(a.state, 'in_flight') = 'in_flight') offset 0) x
                 where d.run_id = x.run and d.batch_no = x.batch and d.id = x.delivery
                returning d.id""",
                row -> row.getLong("id"),
                LATER.toSeconds(),
                SOON.toSeconds(),
                order.plan().id(),
                order.batch(),
                order.asOf(),
                unwritten.stream().map(message -> message.key().delivery()).toArray(Long[]::new),
                unwritten.stream().map(message -> message.candidate().hash()).toArray(byte[][]::new),
                order.plan().id(),
                order.channel().id());
    }
}
