package io.carillon.delivery.dispatch;

import io.carillon.channel.AccountDisabled;
import io.carillon.database.DatabaseClock;
import io.carillon.database.Sql;
import io.carillon.delivery.ledger.RunLock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;

/**
 * Lets go on who waited for an account at which their channel was stopped, when it is taken out of use: the channel is not stopped
 * any more, and another account takes them or, where there is none, the policy decides. Joins the transaction that does it.
 */
@ApplicationScoped
public class DisabledAccounts {
    private final Sql sql;
    private final DatabaseClock clock;
    private final WaitingPeople waiting;

    public DisabledAccounts(Sql sql, DatabaseClock clock, WaitingPeople waiting) {
        this.sql = sql;
        this.clock = clock;
        this.waiting = waiting;
    }

    void disabled(@Observes AccountDisabled disabled) {
        Instant due = clock.now().plus(WaitingPeople.KNOWN);
        List<Long> runs = sql.list(
                "select b.run_id from run_block b join run r on r.id = b.run_id"
                        + " where b.account = ? and b.channel = ? and r.closed_at is null order by 1",
                row -> row.getLong(1),
                disabled.account(),
                disabled.channel().id());
        for (long run : runs) {
            // As resume does: no claim that still believes in the block puts anybody off after this.
            RunLock.exclusive(sql, run);
            open(run, disabled, due);
        }
    }

    private void open(long run, AccountDisabled disabled, Instant due) {
        String channel = disabled.channel().id();
        sql.update(
                "delete from run_block where run_id = ? and channel = ? and account = ?",
                run,
                channel,
                disabled.account());
        waiting.letGo(run, channel, due);
    }
}
