package io.carillon.restraint;

import io.carillon.channel.Reason;
import io.carillon.database.Sql;
import io.carillon.profile.ConsentRules;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Whether the person agreed to this channel for this purpose: never agreed and opted out are different
 * reasons. What counts as consent is the table of {@link ConsentRules}. Whoever opted out at an address did so for all who have it;
 * imports write that down for those who are given it, and here nobody slips through who is given it at the same moment.
 */
@ApplicationScoped
public class ConsentGate implements Gate {
    private final Sql sql;
    private final ConsentRules rules;

    public ConsentGate(Sql sql, ConsentRules rules) {
        this.sql = sql;
        this.rules = rules;
    }

    @Override
    public int order() {
        return 20;
    }

    @Override
    public boolean isRouting() {
        return true;
    }

    // Each table is looked up by its own key: joined as one, the planner reads all that was ever said for every person.
    @Override
    public List<GateVerdict> ask(GateScope scope) {
        return sql.list(
                """
                select x.delivery, c.state is not null or w.at is not null as was_asked
                  from unnest(?, ?) as x(delivery, profile)
                  left join consent c on c.profile_id = x.profile and c.channel = ? and c.purpose = ?
                  -- asked for only where nothing was said: whether the region asks for a yes
                  left join lateral (select o.region from address o
                                      where c.state is null and o.profile_id = x.profile and o.kind = ? and o.status = 'active'
                                      order by o.last_success_at desc nulls last, o.created_at desc, o.id desc limit 1) a on true
                  left join lateral (select r.at from address h
                                       cross join lateral (
                                            select k.at from consent_record k where k.address_hash = h.hash and k.channel = ?
                                               and k.purpose = ? and k.state = 'withdrawn'
                                            union all
                                            select k.at from address_word k where k.address_hash = h.hash and k.channel = ?
                                               and k.purpose = ? and k.state = 'withdrawn') r
                                      where h.profile_id = x.profile and h.kind = ?
                                        and (c.at is null or r.at > c.at or not c.is_dated)
                                        and not exists (select 1 from consent_record g where g.address_hash = h.hash and g.channel = ?
                                               and g.purpose = ? and g.state = 'granted' and g.at > r.at)
                                        and not exists (select 1 from address_word g where g.address_hash = h.hash and g.channel = ?
                                               and g.purpose = ? and g.state = 'granted' and g.at > r.at)
                                      limit 1) w on true
                 where c.state = 'withdrawn' or w.at is not null or (c.state is null and %s)""".formatted(rules.optInSql(scope.channel(), scope.purpose(), "a.region")),
                row -> new GateVerdict.Leave(
                        row.getLong("delivery"), row.getBoolean("was_asked") ? Reason.OPTED_OUT : Reason.NO_CONSENT),
                scope.deliveries(),
                scope.profiles(),
                scope.channel().id(),
                scope.purpose().id(),
                scope.channel().addressKind().id(),
                scope.channel().id(),
                scope.purpose().id(),
                scope.channel().id(),
                scope.purpose().id(),
                scope.channel().addressKind().id(),
                scope.channel().id(),
                scope.purpose().id(),
                scope.channel().id(),
                scope.purpose().id());
    }
}
