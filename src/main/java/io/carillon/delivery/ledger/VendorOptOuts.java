package io.carillon.delivery.ledger;

import io.carillon.channel.AttemptKey;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/**
 * Writes down opt-outs that a vendor knew of, whether it said so in its answer or in a receipt. Consent is withdrawn for the channel of
 * the attempt and the purpose of its run, for whoever was written to and everybody who has the address; the next claim sees it. Joins the
 * caller's transaction.
 */
@ApplicationScoped
public class VendorOptOuts {
    private final Sql sql;

    public VendorOptOuts(Sql sql) {
        this.sql = sql;
    }

    /**
     * That an attempt met an opt-out.
     *
     * @param account the account that said so; of an attempt at another one nothing is written
     * @param vendorCode in which words the vendor said it, empty if in none
     */
    public record OptOut(String account, AttemptKey key, String vendorCode, Instant at) {}

    /** Writes all; one that is there already is left as it is. */
    public void write(List<OptOut> optOuts) {
        if (optOuts.isEmpty()) {
            return;
        }
        // In one order, as somebody else may write for the same people.
        sql.update(
                """
                insert into consent_record (profile_id, channel, purpose, state, at, source, wording, actor, address_hash)
                select o.profile_id, a.kind, r.purpose, 'withdrawn', x.at, 'vendor', nullif(x.code, ''), 'vendor', a.address_hash
                  from unnest(?::text[], ?::bigint[], ?::bigint[], ?::int[], ?::text[], ?::timestamptz[])
                       as x(account, run_id, delivery_id, no, code, at)
                  join attempt a on a.run_id = x.run_id and a.delivery_id = x.delivery_id and a.no = x.no and a.account = x.account
                  join delivery d on d.run_id = a.run_id and d.batch_no = a.batch_no and d.id = a.delivery_id
                  join run r on r.id = a.run_id
                 cross join lateral (
                       select d.profile_id union select s.profile_id from address s where s.hash = a.address_hash) o
                 order by o.profile_id
                on conflict do nothing""",
                optOuts.stream().map(OptOut::account).toArray(String[]::new),
                optOuts.stream().map(one -> one.key().run()).toArray(Long[]::new),
                optOuts.stream().map(one -> one.key().delivery()).toArray(Long[]::new),
                optOuts.stream().map(one -> one.key().no()).toArray(Integer[]::new),
                optOuts.stream().map(OptOut::vendorCode).toArray(String[]::new),
                optOuts.stream().map(OptOut::at).toArray(Instant[]::new));
    }
}
