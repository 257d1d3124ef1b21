package io.carillon.restraint;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.channel.Reason;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Whether the person agreed to this channel for this purpose: never agreed and opted out are different reasons. */
@ApplicationScoped
public class ConsentGate implements Gate {
    private final Sql sql;

    public ConsentGate(Sql sql) {
        this.sql = sql;
    }

    @Override
    public int order() {
        return 20;
    }

    @Override
    public boolean isRouting() {
        return true;
    }

    @Override
    public List<GateVerdict> ask(GateScope scope) {
        return sql.list(
                """
                select x.delivery, c.state is not null as was_asked
                  from unnest(?, ?) as x(delivery, profile)
                  left join consent c on c.profile_id = x.profile and c.channel = ? and c.purpose = ?
                 where c.state = 'withdrawn' or (c.state is null and ?)""",
                row -> new GateVerdict.Leave(
                        row.getLong("delivery"), row.getBoolean("was_asked") ? Reason.OPTED_OUT : Reason.NO_CONSENT),
                scope.deliveries(),
                scope.profiles(),
                scope.channel().id(),
                scope.purpose().id(),
                isOptIn(scope.channel(), scope.purpose()));
    }

    // Push is allowed by its token, WeChat by follow or grant (both checked where addresses are chosen).
    private static boolean isOptIn(ChannelKind channel, Purpose purpose) {
        return purpose == Purpose.MARKETING && (channel == ChannelKind.SMS || channel == ChannelKind.EMAIL);
    }
}
