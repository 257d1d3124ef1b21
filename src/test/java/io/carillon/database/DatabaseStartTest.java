package io.carillon.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseStartTest {

    @Test
    void connectingThatWasCutShortMeansThatTheDatabaseIsAway() {
        SQLException interrupted = new SQLException(
                "Something unusual has occurred to cause the driver to fail. Please report this exception.", "99999");
        interrupted.initCause(new InterruptedException());
        SQLException defect = new SQLException("Something unusual has occurred", "99999");
        defect.initCause(new IllegalStateException());

        assertThat(DatabaseFailure.isAway(interrupted)).isTrue();
        assertThat(DatabaseFailure.isAway(defect)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://127.0.0.1:5433/carillon, jdbc:postgresql://127.0.0.1:5433/carillon",
        "jdbc:postgresql://db/carillon?user=u&password=hunter2, jdbc:postgresql://db/carillon",
        "jdbc:postgresql://u:hunter2@db:5432/carillon, jdbc:postgresql://db:5432/carillon",
    })
    void neverShowsAPassword(String url, String shown) {
        assertThat(DatabaseStart.shown(url)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "08001, true",
        "08006, true",
        "57P01, true",
        "57P03, true",
        "53300, true",
        "28P01, false",
        "42P01, false"
    })
    void tellsADatabaseThatIsAwayFromOneThatSaysNo(String state, boolean isAway) {
        SQLException failure = new SQLException("no", state);
        assertThat(DatabaseFailure.isAway(failure)).isEqualTo(isAway);
        assertThat(new DatabaseFailure(failure).isAway()).isEqualTo(isAway);
    }

    @Test
    void aPoolThatIsExhaustedCountsAsAway() {
        assertThat(DatabaseFailure.isAway(new SQLException("Sorry, acquisition timeout!")))
                .isTrue();
        assertThat(DatabaseFailure.isAway(new SQLException("something else"))).isFalse();
    }
}
