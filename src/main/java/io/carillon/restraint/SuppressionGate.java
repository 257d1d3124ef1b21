package io.carillon.restraint;

import io.carillon.channel.Reason;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The person, or any address of the person, is on the suppression list; or the profile was merged or erased. */
@ApplicationScoped
public class SuppressionGate implements Gate {
    private final Sql sql;

    public SuppressionGate(Sql sql) {
        this.sql = sql;
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public boolean isRouting() {
        return true;
    }

    @Override
    public List<GateVerdict> ask(GateScope scope) {
        return sql.list(
                """
                select x.delivery, p.merged_into is not null as is_merged
                  from unnest(?, ?) as x(delivery, profile)
                  join profile p on p.id = x.profile
                 where p.merged_into is not null or p.erased_at is not null
                    or exists (select 1 from suppression s where s.hash = p.identity_hash)
                    or exists (select 1 from address a join suppression s on s.hash = a.hash where a.profile_id = p.id)""",
                row -> new GateVerdict.Skip(
                        row.getLong("delivery"), row.getBoolean("is_merged") ? Reason.MERGED : Reason.SUPPRESSED),
                scope.deliveries(),
                scope.profiles());
    }
}
