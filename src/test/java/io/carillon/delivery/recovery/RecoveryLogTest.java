package io.carillon.delivery.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.carillon.delivery.run.RunCommands;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Which numbers campaigns have after a recovery; on a database of its own, whose numbers nobody else moves. */
@QuarkusTest
class RecoveryLogTest {
    private static final Instant BACKUP = Instant.parse("2026-01-02T00:00:00Z");

    private final Sql sql = TestDatabase.freshSql();
    private final RecoveryLog log;

    RecoveryLogTest(RunCommands commands) {
        this.log = new RecoveryLog(sql, commands);
    }

    /** What was made between the two is known to vendors by its number, and to nobody else. */
    @Test
    void aBackupThatIsRestoredAgainGivesNoNumberAgain() {
        numbersAreAt(2);
        log.begin(BACKUP, "first", "test");
        long made = next();
        assertThat(made).isGreaterThan(1_002);

        sql.update("delete from recovery");
        numbersAreAt(2);
        Awaitility.await().until(() -> second() >= made);
        log.begin(BACKUP.minusSeconds(1), "second", "test");

        assertThat(next()).isGreaterThan(made);
    }

    @Test
    void aClockThatIsBehindGivesNoNumberAgainEither() {
        long ahead = 10_000_000_000L;
        numbersAreAt(ahead);

        log.begin(BACKUP, "", "test");

        assertThat(next()).isEqualTo(ahead + 1_001);
    }

    private void numbersAreAt(long last) {
        sql.run("select setval('run_id', ?)", last);
    }

    /** A restore takes longer than this; as long as a second for each campaign of the life before is enough. */
    private long second() {
        return sql.one(
                "select extract(epoch from clock_timestamp() - timestamptz '2026-01-01')::bigint",
                row -> row.getLong(1));
    }

    private long next() {
        return sql.one("select nextval('run_id')", row -> row.getLong(1));
    }
}
