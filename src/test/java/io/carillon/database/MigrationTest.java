package io.carillon.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;

/** A schema change beside processes that work. */
class MigrationTest {
    private static final String BEFORE = "6";
    private static final String WITH_INDEX_CHANGE = "7";

    @Test
    void aChangeThatLosesALockIsTriedAgainUntilItHasIt() throws SQLException {
        String url = TestDatabase.freshUrl();
        flyway(url, BEFORE).migrate();
        try (Connection worker = connect(url);
                Connection observer = connect(url)) {
            worker.setAutoCommit(false);
            run(worker, "select * from delivery for update");
            long before = rolledBack(observer);

            Migration migration = new Migration(flyway(url, WITH_INDEX_CHANGE), Duration.ofMinutes(2), Thread::yield);
            CompletableFuture<Integer> change = CompletableFuture.supplyAsync(migration::run);
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> rolledBack(observer) > before + 1);
            assertThat(change).isNotDone();
            worker.commit();

            assertThat(change.join()).isEqualTo(1);
        }
    }

    @Test
    void aChangeAndTheWorkBesideItThatWaitForEachOtherCostTheChangeItsTurn() throws Exception {
        String url = TestDatabase.freshUrl();
        flyway(url, "16").migrate();
        try (Connection worker = connect(url);
                Connection observer = connect(url)) {
            run(worker, "set deadlock_timeout = '700ms'");
            worker.setAutoCommit(false);
            run(worker, "lock table address in row exclusive mode");

            // The work beside it comes through between two tries.
            Runnable pause = () -> LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            Migration migration = new Migration(flyway(url, "17"), Duration.ofMinutes(2), pause);
            CompletableFuture<Integer> change = CompletableFuture.supplyAsync(migration::run);
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> number(
                                    observer,
                                    "select count(*) from pg_locks where relation = 'consent_record'::regclass and granted"
                                            + " and mode = 'AccessExclusiveLock'")
                            > 0);
            // The change has what this asks for, and asks for what this has.
            run(worker, "select count(*) from consent_record");
            worker.commit();

            assertThat(change.join()).isEqualTo(1);
        }
    }

    @Test
    void aChangeThatIsWrongIsNot() throws SQLException {
        String url = TestDatabase.freshUrl();
        flyway(url, BEFORE).migrate();
        try (Connection observer = connect(url)) {
            run(observer, "drop index delivery_once");
        }

        assertThatThrownBy(() -> new Migration(flyway(url, WITH_INDEX_CHANGE), Duration.ofDays(1), Thread::yield).run())
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining("delivery_once");
    }

    private static Flyway flyway(String url, String target) {
        return Flyway.configure()
                .dataSource(url, "postgres", "postgres")
                .target(target)
                .load();
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, "postgres", "postgres");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long rolledBack(Connection observer) {
        return number(observer, "select xact_rollback from pg_stat_database where datname = current_database()");
    }

    private static long number(Connection connection, String sql) {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException broken) {
            throw new DatabaseFailure(broken);
        }
    }
}
