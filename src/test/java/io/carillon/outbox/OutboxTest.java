package io.carillon.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a transaction announces is carried out after it, whoever else asked for the same before. */
class OutboxTest {
    private DataSource database;
    private Sql sql;
    private Outbox outbox;

    @BeforeEach
    void outbox() {
        database = TestDatabase.fresh();
        sql = new Sql(database);
        outbox = new Outbox(sql);
    }

    @Test
    void whatATransactionAsksForIsNotLostWhereTheSameIsCarriedOutBeforeItEnds() throws SQLException {
        outbox.add(OutboxCommand.BATCH, "1/1");
        try (Connection open = database.getConnection()) {
            open.setAutoCommit(false);
            addWithin(open, "1/1");
            carryAll();
            assertThat(outbox.take(10)).isEmpty();
            open.commit();
        }
        assertThat(outbox.take(10)).extracting(Outbox.Taken::target).containsExactly("1/1");
    }

    @Test
    void whatManyAskedForIsCarriedOutOnceAndTheOldestFirst() {
        outbox.add(OutboxCommand.BATCH, "1/2");
        outbox.addAll(OutboxCommand.BATCH, List.of("1/1", "1/2"));
        outbox.add(OutboxCommand.RUN, "1");
        outbox.add(OutboxCommand.BATCH, "1/2");

        List<Outbox.Taken> taken = outbox.take(2);

        assertThat(taken).extracting(Outbox.Taken::target).containsExactly("1/2", "1/1");
        assertThat(taken.get(0).ids()).hasSize(3);
        taken.forEach(outbox::done);
        assertThat(outbox.take(2))
                .extracting(one -> one.command() + " " + one.target())
                .containsExactly("RUN 1");
    }

    @Test
    void aReminderAddsNothingWhereTheSameWaits() {
        outbox.add(OutboxCommand.BATCH, "1/1");
        outbox.remind(OutboxCommand.BATCH, List.of("1/1", "1/2"));
        outbox.remind(OutboxCommand.BATCH, List.of("1/1", "1/2"));
        assertThat(outbox.waiting().commands()).isEqualTo(2);

        // What is being carried out may have been too early.
        outbox.take(10);
        outbox.remind(OutboxCommand.BATCH, List.of("1/1"));
        assertThat(outbox.take(10)).extracting(Outbox.Taken::target).containsExactly("1/1");
    }

    @Test
    void whatCouldNotBeCarriedOutComesAgainLater() {
        outbox.add(OutboxCommand.BATCH, "1/1");
        outbox.add(OutboxCommand.BATCH, "1/1");
        outbox.take(10).forEach(taken -> outbox.failed(taken, "Unavailable"));
        assertThat(outbox.take(10)).isEmpty();

        sql.update("update outbox set due_at = now() where error = 'Unavailable'");
        List<Outbox.Taken> again = outbox.take(10);

        assertThat(again).hasSize(1);
        assertThat(again.get(0).ids()).hasSize(2);
        assertThat(again.get(0).tries()).isEqualTo(2);
    }

    private void carryAll() {
        List<Outbox.Taken> taken = outbox.take(10);
        assertThat(taken).isNotEmpty();
        taken.forEach(outbox::done);
    }

    private static void addWithin(Connection open, String target) {
        // A pool that has this connection and no other, which stays open when it is given back.
        DataSource only = (DataSource) java.lang.reflect.Proxy.newProxyInstance(
                OutboxTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, args) -> java.lang.reflect.Proxy.newProxyInstance(
                        OutboxTest.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (c, call, binds) -> call.getName().equals("close") ? null : call.invoke(open, binds)));
        new Outbox(new Sql(only)).add(OutboxCommand.BATCH, target);
    }
}
