package io.carillon.delivery.claim;

import io.carillon.channel.AddressKind;
import io.carillon.channel.ChannelKind;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the addresses that claimed rows could be sent to, best first: last success, then newest. Joins the claim. */
@ApplicationScoped
public class Candidates {
    private final Sql sql;

    public Candidates(Sql sql) {
        this.sql = sql;
    }

    /** Alive addresses that this delivery has not tried yet, by delivery. */
    Map<Long, List<ClaimedMessage.Candidate>> of(ClaimOrder order, List<Claimer.Due> rows) {
        if (order.channel() == ChannelKind.WECHAT) {
            lockGrants(rows);
        }
        Map<Long, List<ClaimedMessage.Candidate>> found = new HashMap<>();
        sql.list(
                        """
                        select x.delivery, a.id, a.scope, a.cipher, a.hash, a.region,
                               case when ? then array(select g.template from wechat_grant g
                                                       where g.address_hash = a.hash and g.remaining > 0) end as grants
                          from unnest(?::bigint[], ?::bigint[]) as x(delivery, profile)
                          join address a on a.profile_id = x.profile and a.kind = ? and SENDABLE
                         where not exists (select 1 from attempt t where t.run_id = ? and t.delivery_id = x.delivery
                                              and t.address_id = a.id and t.state in ('refused', 'undelivered') offset 0)
                         order by x.delivery, a.last_success_at desc nulls last, a.created_at desc, a.id desc""".replace("SENDABLE", AddressKind.SENDABLE),
                        Candidates::candidate,
                        order.channel() == ChannelKind.WECHAT,
                        rows.stream().map(Claimer.Due::id).toArray(Long[]::new),
                        rows.stream().map(Claimer.Due::profile).toArray(Long[]::new),
                        order.channel().addressKind().id(),
                        order.plan().id())
                .forEach(candidate -> found.computeIfAbsent(candidate.delivery(), id -> new ArrayList<>())
                        .add(candidate));
        return found;
    }

    /** Two runs may want a person's last grant at the same moment; the second one waits here and then sees it used up. */
    private void lockGrants(List<Claimer.Due> rows) {
        sql.run("""
                select 1 from unnest(?::bigint[]) as x(profile)
                  join address a on a.profile_id = x.profile and a.kind = 'openid' and a.status = 'active'
                  join wechat_grant g on g.address_hash = a.hash
                 order by g.address_hash, g.template for update of g""", (Object) rows.stream().map(Claimer.Due::profile).toArray(Long[]::new));
    }

    private static ClaimedMessage.Candidate candidate(ResultSet row) throws SQLException {
        Array grants = row.getArray("grants");
        return new ClaimedMessage.Candidate(
                row.getLong("delivery"),
                row.getLong("id"),
                row.getString("scope"),
                row.getBytes("cipher"),
                row.getBytes("hash"),
                row.getString("region"),
                grants == null ? Set.of() : Set.of((String[]) grants.getArray()));
    }

    /** Which of these deliveries have an attempt on this channel that came to nothing. */
    Set<Long> tried(ClaimOrder order, List<Long> deliveries) {
        return Set.copyOf(sql.list(
                """
                select distinct delivery_id from attempt where run_id = ? and delivery_id = any (?) and kind = ?
                   and state in ('refused', 'undelivered')""",
                row -> row.getLong(1),
                order.plan().id(),
                deliveries.toArray(Long[]::new),
                order.channel().id()));
    }
}
