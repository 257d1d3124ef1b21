package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.database.DatabaseFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What vendors answered is written when PostgreSQL is back. */
class PatienceTest {
    private static final String CONNECTION_FAILURE = "08006";
    private static final String CHECK_VIOLATION = "23514";

    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void triesAgainUntilPostgresIsBack() {
        new Patience(Duration.ofMinutes(1)).until(() -> failAtFirst(CONNECTION_FAILURE));

        assertThat(tries).hasValue(3);
    }

    @Test
    void givesUpWhenItTakesTooLong() {
        assertThatThrownBy(() -> new Patience(Duration.ZERO).until(() -> failAtFirst(CONNECTION_FAILURE)))
                .isInstanceOf(DatabaseFailure.class);
        assertThat(tries).hasValue(1);
    }

    @Test
    void neverRepeatsWhatPostgresRefused() {
        assertThatThrownBy(() -> new Patience(Duration.ofMinutes(1)).until(() -> failAtFirst(CHECK_VIOLATION)))
                .isInstanceOf(DatabaseFailure.class);
        assertThat(tries).hasValue(1);
    }

    private void failAtFirst(String state) {
        if (tries.incrementAndGet() < 3) {
            throw new DatabaseFailure(new SQLException("away", state));
        }
    }
}
