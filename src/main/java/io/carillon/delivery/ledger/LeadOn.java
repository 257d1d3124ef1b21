package io.carillon.delivery.ledger;

import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Decides where a channel's last refused or undelivered attempt leads: to the person's next address of the kind while there is
 * one (at most two per kind), else where the policy's rule says. Joins the caller's transaction.
 */
@ApplicationScoped
public class LeadOn {
    private final Sql sql;

    public LeadOn(Sql sql) {
        this.sql = sql;
    }

    /** Marks the attempts of these deliveries that end their channel. Nothing happens to channels still in the air or reached. */
    public void mark(long run, Long[] deliveries) {
        sql.update("""
                with over as materialized (
                    select l.delivery_id, l.no, case r.action when 'next' then 'next' else 'stop' end as led
                      from unnest(?::bigint[]) as x(id)
                      cross join lateral (
                          select distinct on (a.kind) a.delivery_id, a.batch_no, a.kind, a.no, a.state, a.reason
                            from attempt a where a.run_id = ? and a.delivery_id = x.id
                           order by a.kind, a.no desc) l
                      cross join lateral (
                          select action, blames_address from run_rule where run_id = ? and reason = l.reason offset 0) r
                      cross join lateral (
                          select bool_or(t.is_standing or t.led is not null) as is_open_or_led,
                                 count(distinct t.address_id) filter (where t.state in ('refused', 'undelivered')) as tried,
                                 array_agg(t.address_id) filter (where t.state in ('refused', 'undelivered')) as addresses
                            from attempt t where t.run_id = ? and t.delivery_id = x.id and t.kind = l.kind) k
                     where l.state in ('refused', 'undelivered') and not k.is_open_or_led
                       and not (r.blames_address and k.tried < 2 and exists (
                           select 1 from delivery d join address o on o.profile_id = d.profile_id
                            where d.run_id = ? and d.batch_no = l.batch_no and d.id = x.id and o.status = 'active'
                              and o.kind = case l.kind when 'sms' then 'phone' when 'email' then 'mailbox'
                                                       when 'push' then 'device_token' else 'openid' end
                              and not (o.id = any (k.addresses))))
                )
                update attempt a set led = o.led from (select over.*, ?::bigint as run from over offset 0) o
                 where a.run_id = o.run and a.delivery_id = o.delivery_id and a.no = o.no""", deliveries, run, run, run, run, run);
    }
}
