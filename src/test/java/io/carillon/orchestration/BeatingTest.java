package io.carillon.orchestration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.LinesHeard;
import io.carillon.database.DatabaseFailure;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInterface;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator reads when the work of an activity ends early: whose trouble it is. */
class BeatingTest {
    private static final long GONE = 8;
    private final LinesHeard log = new LinesHeard(Beating.class);
    private final Beating beating = new Beating(Duration.ofMillis(20), run -> run == GONE);
    private TestActivityEnvironment environment;

    /** Some work of an activity. */
    @ActivityInterface
    public interface Work {
        void work();
    }

    @BeforeEach
    void listen() {
        environment = TestActivityEnvironment.newInstance();
        log.listen();
    }

    @AfterEach
    void stop() {
        log.close();
        environment.close();
        beating.close();
        Thread.interrupted();
    }

    @Test
    void workThatIsInterruptedIsCalledOffAndNotAFailureOfTheDatabase() {
        assertThat(told(() -> {
                    Thread.currentThread().interrupt();
                    DatabaseFailure failure = new DatabaseFailure(new SQLException("Interrupted while acquiring"));
                    // The environment, too, would stop waiting.
                    Thread.interrupted();
                    throw failure;
                }))
                .isEqualTo("CalledOff");
        assertThatOneLineSays("INFO", "settling was called off");
    }

    @Test
    void whatHappensAfterALostHeartbeatIsNoFailureEither() {
        assertThat(told(() -> {
                    environment.requestCancelActivity();
                    // As an activity would find out that asks; this one asks nobody but PostgreSQL.
                    Awaitility.await().until(BeatingTest::hasEnded);
                    Awaitility.await().pollDelay(Duration.ofMillis(100)).until(() -> true);
                    throw new DatabaseFailure(new SQLException("the pool is shutting down"));
                }))
                .isEqualTo("CalledOff");
        assertThatOneLineSays("INFO", "settling was called off");
    }

    @Test
    void aDatabaseThatIsAwayTakesOneLine() {
        assertThat(told(() -> {
                    throw new DatabaseFailure(new SQLException("connection refused", "08001"));
                }))
                .isEqualTo("DatabaseFailure");
        assertThatOneLineSays("WARN", "settling waits: PostgreSQL: connection refused");
    }

    @Test
    void anythingElseIsAFailureThatTheLogTellsWhole() {
        assertThat(told(() -> {
                    throw new IllegalStateException("a bug");
                }))
                .isEqualTo("IllegalStateException");
        assertThat(log.lines())
                .singleElement()
                .asString()
                .matches("(ERROR|SEVERE) .* \\+ IllegalStateException: a bug");
    }

    @Test
    void nothingIsTriedAgainForARunThatTheDatabaseDoesNotHave() {
        ApplicationFailure failure = failure(GONE, () -> {
            throw new IllegalStateException("No row for: select");
        });

        assertThat(failure.isNonRetryable()).isTrue();
        assertThat(failure.getOriginalMessage())
                .isEqualTo("the database has no run 8, as after a restore: this workflow ends");
        assertThatOneLineSays("WARN", "settling: the database has no such run, as after a restore; its workflow ends");
    }

    @Test
    void aRunIsNotGoneBecauseTheDatabaseIs() {
        ApplicationFailure failure = failure(GONE, () -> {
            throw new DatabaseFailure(new SQLException("connection refused", "08001"));
        });

        assertThat(failure.isNonRetryable()).isFalse();
    }

    private static boolean hasEnded() {
        try {
            Activity.getExecutionContext().heartbeat(null);
            return false;
        } catch (ActivityCompletionException over) {
            return true;
        }
    }

    /** The type of failure that Temporal is told. */
    private String told(Runnable work) {
        ApplicationFailure failure = failure(1, work);
        assertThat(failure.isNonRetryable()).isFalse();
        return failure.getType();
    }

    private ApplicationFailure failure(long run, Runnable work) {
        environment.registerActivitiesImplementations((Work) () -> beating.run(run, "settling", () -> {
            work.run();
            return true;
        }));
        ApplicationFailure[] told = new ApplicationFailure[1];
        assertThatThrownBy(() -> environment.newActivityStub(Work.class).work())
                .isInstanceOf(ActivityFailure.class)
                .cause()
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> told[0] = failure);
        return told[0];
    }

    private void assertThatOneLineSays(String level, String text) {
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith(level + " ")
                .contains(text)
                .doesNotContain(" + ");
    }
}
