package io.carillon.delivery;

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
                with latest as (
                    select distinct on (a.delivery_id, a.kind) a.delivery_id, a.kind, a.no, a.state, a.reason, d.profile_id
                      from unnest(?::bigint[]) as x(id)
                      join attempt a on a.run_id = ? and a.delivery_id = x.id
                      join delivery d on d.run_id = a.run_id and d.batch_no = a.batch_no and d.id = a.delivery_id
                     order by a.delivery_id, a.kind, a.no desc
                ), over as (
                    select l.delivery_id, l.no, case r.action when 'next' then 'next' else 'stop' end as led
                      from latest l
                      join run_rule r on r.run_id = ? and r.reason = l.reason
                     where l.state in ('refused', 'undelivered')
                       and not exists (select 1 from attempt s where s.run_id = ? and s.delivery_id = l.delivery_id
                                          and s.kind = l.kind and (s.is_standing or s.led is not null))
                       and not (r.blames_address
                            and (select count(distinct t.address_id) from attempt t
                                  where t.run_id = ? and t.delivery_id = l.delivery_id and t.kind = l.kind
                                    and t.state in ('refused', 'undelivered')) < 2
                            and exists (select 1 from address o
                                  where o.profile_id = l.profile_id and o.status = 'active'
                                    and o.kind = case l.kind when 'sms' then 'phone' when 'email' then 'mailbox'
                                                             when 'push' then 'device_token' else 'openid' end
                                    and not exists (select 1 from attempt t
                                          where t.run_id = ? and t.delivery_id = l.delivery_id and t.address_id = o.id
                                            and t.state in ('refused', 'undelivered'))))
                )
                update attempt a set led = o.led from over o
                 where a.run_id = ? and a.delivery_id = o.delivery_id and a.no = o.no""", deliveries, run, run, run, run, run, run);
    }
}
