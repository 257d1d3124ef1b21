package io.carillon.delivery.dispatch;

import io.carillon.channel.Reason;
import io.carillon.database.Sql;
import io.carillon.delivery.claim.Answered;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/**
 * People whom the receiving side put off for their own sake, such as a greylisting server or a mailbox that is over its quota. They
 * come back together, so that they prove nothing of the account when they are put off again. Stateless; joins the caller's
 * transaction.
 */
@ApplicationScoped
class PutOff {
    /** The longest pause of such a person, rounding and the commit of the outcome included. */
    static final Duration LONGEST = AccountNews.LONGEST_RETRY.plusMinutes(1);

    private final Sql sql;

    PutOff(Sql sql) {
        this.sql = sql;
    }

    /** How many of these people were not put off when they were last tried on this channel before, or were not tried at all. */
    long firstTime(List<Answered> people) {
        return sql.one(
                """
                select count(distinct x.delivery) as people
                  from unnest(?::bigint[], ?::int[]) as x(delivery, no)
                  join attempt own on own.run_id = ? and own.delivery_id = x.delivery and own.no = x.no
                  left join lateral (select a.state, a.reason from attempt a
                        where a.run_id = own.run_id and a.delivery_id = own.delivery_id and a.no < own.no
                          and a.kind = own.kind and a.claim_token <> own.claim_token
                        order by a.no desc limit 1) before on true
                 where not coalesce(before.state = 'not_sent' and before.reason = ?, false)""",
                row -> row.getLong("people"),
                people.stream().map(one -> one.message().key().delivery()).toArray(Long[]::new),
                people.stream().map(one -> one.message().key().no()).toArray(Integer[]::new),
                people.get(0).message().key().run(),
                Reason.DEFERRED.id());
    }
}
