package io.carillon.delivery.dispatch;

import io.carillon.channel.AccountDisabled;
import io.carillon.channel.AccountOpened;
import io.carillon.database.DatabaseClock;
import io.carillon.database.Sql;
import io.carillon.delivery.ledger.Judgement;
import io.carillon.delivery.ledger.RunLock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;

/**
 * Lets go on who waited for an account when it is opened, changed or taken out of use, or when another one is added beside it, also
 * in runs that are paused or have not begun, so that they go on at once then. Joins the transaction that does it.
 */
@ApplicationScoped
public class ChangedAccounts {
    private final Sql sql;
    private final DatabaseClock clock;
    private final WaitingPeople waiting;

    public ChangedAccounts(Sql sql, DatabaseClock clock, WaitingPeople waiting) {
        this.sql = sql;
        this.clock = clock;
        this.waiting = waiting;
    }

    void opened(@Observes AccountOpened opened) {
        Instant due = opened.isChanged() ? clock.now().plus(WaitingPeople.KNOWN) : Judgement.AT_ONCE;
        waiting.letGoEverywhere(opened.channel().id(), due, false);
    }

    /** Its channel is not stopped or closed any more: another account takes its people or, where there is none, the policy decides. */
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
        // It may have been closed for a time, and others waited for that; whom it was to try again another account
        // tries.
        waiting.letGoEverywhere(disabled.channel().id(), due, true);
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
