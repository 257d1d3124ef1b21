package io.carillon.delivery.ledger;

import io.carillon.channel.AddressKind;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;

/**
 * Decides where a channel's last refused or undelivered attempt leads: to the person's next address of the kind while there is
 * one (at most two per kind), else where the policy's rule says. While a message of the same claim or a later one was only put off, the
 * channel is not over, for as long as its address is alive. Joins the caller's transaction.
 */
@ApplicationScoped
public class LeadOn {
    private final Sql sql;

    public LeadOn(Sql sql) {
        this.sql = sql;
    }

    /**
     * Marks the attempts of these deliveries that end their channel. Nothing happens to channels still in the air or reached.
     *
     * @return the deliveries of which a channel has ended
     */
    public Set<Long> mark(long run, Long[] deliveries) {
        return new HashSet<>(sql.list(
                """
                with over as materialized (
                    select l.delivery_id, l.no, case r.action when 'next' then 'next' else 'stop' end as led
                      from unnest(?::bigint[]) as x(id)
                      cross join lateral (
                          select distinct on (a.kind) a.delivery_id, a.batch_no, a.kind, a.no, a.reason, a.claim_token
                            from attempt a where a.run_id = ? and a.delivery_id = x.id and a.state in ('refused', 'undelivered')
                           order by a.kind, a.no desc) l
                      cross join lateral (
                          select action, blames_address from run_rule where run_id = ? and reason = l.reason offset 0) r
                      cross join lateral (
                          select bool_or(t.is_standing or t.led is not null) as is_open_or_led,
                                 count(distinct t.address_id) filter (where t.state in ('refused', 'undelivered')) as tried,
                                 array_agg(t.address_id) filter (where t.state in ('refused', 'undelivered')) as addresses
                            from attempt t where t.run_id = ? and t.delivery_id = x.id and t.kind = l.kind) k
                     where not k.is_open_or_led
                       -- who has left the channel for a reason of their own
                       and not exists (
                           select 1 from pass w where w.run_id = ? and w.delivery_id = x.id and w.channel = l.kind offset 0)
                       and not (r.blames_address and k.tried < 2 and exists (
                           select 1 from delivery d join address o on o.profile_id = d.profile_id
                            where d.run_id = ? and d.batch_no = l.batch_no and d.id = x.id and SENDABLE
                              and o.kind = case l.kind when 'sms' then 'phone' when 'email' then 'mailbox'
                                                       when 'push' then 'device_token' else 'openid' end
                              and not (o.id = any (k.addresses))))
                       and not exists (
                           select 1 from attempt p join address o on o.id = p.address_id
                            where p.run_id = ? and p.delivery_id = x.id and p.kind = l.kind and p.state in ('not_sent', 'blocked')
                              and (p.no > l.no or p.claim_token = l.claim_token)
                              and SENDABLE and not (o.id = any (k.addresses)) offset 0)
                )
                update attempt a set led = o.led from (select over.*, ?::bigint as run from over offset 0) o
                 where a.run_id = o.run and a.delivery_id = o.delivery_id and a.no = o.no
                returning a.delivery_id""".replace("SENDABLE", AddressKind.sendable("o")),
                row -> row.getLong(1),
                deliveries,
                run,
                run,
                run,
                run,
                run,
                run,
                run));
    }
}
