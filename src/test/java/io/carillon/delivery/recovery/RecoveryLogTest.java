package io.carillon.delivery.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.carillon.delivery.run.RunCommands;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
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
    void aBackupThatIsRestoredAgainGivesNoNumberAgain() throws InterruptedException {
        numbersAreAt(2);
        log.begin(BACKUP, "first", "test");
        long made = next();
        assertThat(made).isGreaterThan(1_002);

        sql.update("delete from recovery");
        numbersAreAt(2);
        Thread.sleep(1_100);
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

    private long next() {
        return sql.one("select nextval('run_id')", row -> row.getLong(1));
    }
}
