package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.database.DatabaseFailure;
import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What vendors answered is written when PostgreSQL is back. */
class PatienceTest {
    private static final String CONNECTION_FAILURE = "08006";
    private static final String CHECK_VIOLATION = "23514";

    private final AtomicInteger tries = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(strings = {CONNECTION_FAILURE, "57P03", "53300", "57014", "25P03", "25006", "40P01", "55P03"})
    void triesAgainUntilPostgresTakesIt(String state) {
        new Patience().until(() -> failAtFirst(new DatabaseFailure(new SQLException("stuck", state))));

        assertThat(tries).hasValue(3);
    }

    @Test
    void triesAgainWhenTheTransactionTookTooLong() {
        new Patience().until(() -> failAtFirst(new IllegalStateException(new RollbackException("timed out"))));
        assertThat(tries).hasValue(3);

        tries.set(0);
        new Patience()
                .until(() -> failAtFirst(new DatabaseFailure(new SQLException("Used without active transaction"))));
        assertThat(tries).hasValue(3);
    }

    @Test
    void givesUpWhenTheProcessStops() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> new Patience()
                        .until(() -> failAtFirst(new DatabaseFailure(new SQLException("away", CONNECTION_FAILURE)))))
                .isInstanceOf(DatabaseFailure.class);

        assertThat(Thread.interrupted()).as("whoever called hears of it").isTrue();
        assertThat(tries).hasValue(1);
    }

    @Test
    void neverRepeatsWhatPostgresRefused() {
        assertThatThrownBy(() -> new Patience()
                        .until(() -> failAtFirst(new DatabaseFailure(new SQLException("no", CHECK_VIOLATION)))))
                .isInstanceOf(DatabaseFailure.class);
        assertThatThrownBy(() -> new Patience().until(() -> failAtFirst(new IllegalStateException("a bug"))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(tries).hasValue(2);
    }

    private void failAtFirst(RuntimeException failure) {
        if (tries.incrementAndGet() < 3) {
            throw failure;
        }
    }
}
