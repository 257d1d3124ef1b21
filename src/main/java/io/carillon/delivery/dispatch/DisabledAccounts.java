package io.carillon.delivery.dispatch;

import io.carillon.channel.AccountDisabled;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.VendorAccounts;
import io.carillon.database.DatabaseClock;
import io.carillon.database.Sql;
import io.carillon.delivery.ledger.RunLock;
import io.carillon.outbox.Outbox;
import io.carillon.outbox.OutboxCommand;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Lets go on who waited for an account at which their channel was stopped, when it is taken out of use: the channel is not stopped
 * any more, and another account takes them or, where there is none, the policy decides. Joins the transaction that does it.
 */
@ApplicationScoped
public class DisabledAccounts {
    /** By then every process knows; who came earlier might be handed to the account once more. */
    private static final Duration KNOWN = VendorAccounts.KEPT.plusSeconds(1);

    private final Sql sql;
    private final DatabaseClock clock;
    private final Outbox outbox;

    public DisabledAccounts(Sql sql, DatabaseClock clock, Outbox outbox) {
        this.sql = sql;
        this.clock = clock;
        this.outbox = outbox;
    }

    /** The accounts file may have lost an account while no process ran. */
    void start(@Observes StartupEvent event) {
        QuarkusTransaction.requiringNew()
                .run(() -> sql.list(
                                """
                        select distinct b.account, b.channel from run_block b
                          join run r on r.id = b.run_id and r.closed_at is null
                          join vendor_account a on a.name = b.account and a.disabled_at is not null order by 1, 2""",
                                row -> new AccountDisabled(
                                        row.getString("account"), ChannelKind.of(row.getString("channel"))))
                        .forEach(this::disabled));
    }

    void disabled(@Observes AccountDisabled disabled) {
        Instant due = clock.now().plus(KNOWN);
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
        sql.update("""
                update delivery d set due_at = ?
                 where d.run_id = ? and d.channel = ? and d.state = 'pending' and d.due_at > ?
                   and not exists (select 1 from attempt a
                        where a.run_id = d.run_id and a.delivery_id = d.id and a.state = 'in_flight' offset 0)""", due, run, channel, due);
        outbox.addAll(OutboxCommand.BATCH, sql.list("""
                select b.run_id || '/' || b.no from batch b
                 where b.run_id = ? and b.stage in ('sending', 'waiting')
                   and exists (select 1 from delivery d where d.run_id = b.run_id and d.batch_no = b.no
                            and d.channel = ? and d.state = 'pending' and d.due_at is not null)
                 order by b.no""", row -> row.getString(1), run, channel));
    }
}
