package io.carillon.delivery.claim;

import io.carillon.channel.AddressKind;
import io.carillon.channel.Reason;
import io.carillon.database.Sql;
import io.carillon.restraint.Gate;
import io.carillon.restraint.GateScope;
import io.carillon.restraint.GateVerdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Whether the person has any address on this channel that is alive. Which one is chosen later, in the claim. */
@ApplicationScoped
public class AddressGate implements Gate {
    private final Sql sql;

    public AddressGate(Sql sql) {
        this.sql = sql;
    }

    @Override
    public int order() {
        return 15;
    }

    @Override
    public boolean isRouting() {
        return true;
    }

    @Override
    public List<GateVerdict> ask(GateScope scope) {
        return sql.list(
                """
                select x.delivery from unnest(?, ?) as x(delivery, profile)
                 where not exists (select 1 from address a
                                    where a.profile_id = x.profile and a.kind = ? and SENDABLE)
                   -- who had an address here and lost it by this run's own message leaves for that reason
                   and not exists (select 1 from attempt t
                                    where t.run_id = ? and t.delivery_id = x.delivery and t.kind = ? and t.led is null
                                      and t.state in ('refused', 'undelivered') offset 0)""".replace("SENDABLE", AddressKind.SENDABLE),
                row -> new GateVerdict.Leave(row.getLong("delivery"), Reason.NO_ADDRESS),
                scope.deliveries(),
                scope.profiles(),
                scope.channel().addressKind().id(),
                scope.run(),
                scope.channel().id());
    }
}
