package io.carillon.restraint;

import io.carillon.channel.Reason;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The campaign's daily send window, read in the person's zone. A window may pass midnight. */
@ApplicationScoped
public class WindowGate implements Gate {
    private final Sql sql;

    public WindowGate(Sql sql) {
        this.sql = sql;
    }

    @Override
    public int order() {
        return 30;
    }

    @Override
    public boolean isRouting() {
        return false;
    }

    @Override
    public List<GateVerdict> ask(GateScope scope) {
        if (scope.windowStart() == null || scope.windowEnd() == null) {
            return List.of();
        }
        return sql.list(
                """
                with here as (
                    select x.delivery, x.zone, carillon_now() at time zone x.zone as wall from unnest(?, ?) as x(delivery, zone)
                ), judged as (
                    select delivery, zone, wall, ?::time as opens, ?::time as closes from here
                )
                select delivery,
                       ((wall::date + case when wall::time < opens then 0 else 1 end) + opens) at time zone zone as until
                  from judged
                 where case when opens <= closes then wall::time < opens or wall::time >= closes
                            else wall::time < opens and wall::time >= closes end""",
                row -> verdict(scope, row.getLong("delivery"), Objects.requireNonNull(Sql.instant(row, "until"))),
                scope.deliveries(),
                scope.zones(),
                scope.windowStart().toString(),
                scope.windowEnd().toString());
    }

    /** Whose window does not open before the run ends need not wait for that. */
    private static GateVerdict verdict(GateScope scope, long delivery, Instant until) {
        return until.isBefore(scope.endsAt())
                ? new GateVerdict.Hold(delivery, Reason.WINDOW, until)
                : new GateVerdict.Skip(delivery, Reason.EXPIRED);
    }
}
