package io.carillon.delivery.dispatch;

import io.carillon.channel.AccountOpened;
import io.carillon.database.DatabaseClock;
import io.carillon.database.Sql;
import io.carillon.delivery.ledger.Judgement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;

/**
 * Lets go on who waited for an account that somebody opened, or on whose channel there is another one now, also in runs that are
 * paused or have not begun, so that they go on at once then. Joins the transaction that does it.
 */
@ApplicationScoped
public class OpenedAccounts {
    private final Sql sql;
    private final DatabaseClock clock;
    private final WaitingPeople waiting;

    public OpenedAccounts(Sql sql, DatabaseClock clock, WaitingPeople waiting) {
        this.sql = sql;
        this.clock = clock;
        this.waiting = waiting;
    }

    void opened(@Observes AccountOpened opened) {
        Instant due = opened.isChanged() ? clock.now().plus(WaitingPeople.KNOWN) : Judgement.AT_ONCE;
        sql.list(
                        "select id from run where closed_at is null and state in ('scheduled', 'running', 'paused') order by id",
                        row -> row.getLong(1))
                // whoever has a row in hand may wait for the account, which this transaction holds
                .forEach(run -> waiting.letGoIfFree(run, opened.channel().id(), due));
    }
}
