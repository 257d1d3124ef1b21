package io.carillon.delivery.ledger;

import io.carillon.database.Sql;
import io.carillon.restraint.GateVerdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Writes passes: channels left without an attempt, and people who are through on every channel. Joins the caller's transaction. */
@ApplicationScoped
public class Passes {
    /** The channel of a pass that ends the whole person. */
    public static final String EVERY_CHANNEL = "*";

    private final Sql sql;

    public Passes(Sql sql) {
        this.sql = sql;
    }

    /** Writes a pass for each {@code Leave} (on that channel) and {@code Skip} (on every channel); holds are no passes. */
    public void write(RunPlan plan, int batch, String channel, List<? extends GateVerdict> verdicts) {
        List<? extends GateVerdict> left = verdicts.stream()
                .filter(verdict -> !(verdict instanceof GateVerdict.Hold))
                .toList();
        if (left.isEmpty()) {
            return;
        }
        sql.update(
                """
                insert into pass (run_id, delivery_id, channel, reason, batch_no, led, at)
                select ?, x.delivery, x.channel, x.reason, ?, x.led, carillon_now()
                  from unnest(?::bigint[], ?::text[], ?::text[], ?::text[]) as x(delivery, channel, reason, led)
                on conflict do nothing""",
                plan.id(),
                batch,
                left.stream().map(GateVerdict::delivery).toArray(Long[]::new),
                left.stream()
                        .map(verdict -> verdict instanceof GateVerdict.Skip ? EVERY_CHANNEL : channel)
                        .toArray(String[]::new),
                left.stream().map(verdict -> verdict.reason().id()).toArray(String[]::new),
                left.stream()
                        .map(verdict -> verdict instanceof GateVerdict.Skip ? "stop" : plan.led(verdict.reason()))
                        .toArray(String[]::new));
    }
}
