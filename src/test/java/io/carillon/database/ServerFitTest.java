package io.carillon.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerFitTest {

    @Test
    void whatTheTestsRunOnFits() throws SQLException {
        try (Connection connection = TestDatabase.fresh().getConnection()) {
            assertThat(ServerFit.of(connection).misfit()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LATIN1", "SQL_ASCII"})
    void aDatabaseWithoutRoomForAllNamesStopsTheStart(String encoding) {
        DatabaseStart start = new DatabaseStart(
                TestDatabase.freshIn(encoding),
                Flyway.configure().load(),
                () -> Duration.ZERO,
                "jdbc:postgresql://db/carillon");

        assertThatThrownBy(() -> start.start(new StartupEvent()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "PostgreSQL at jdbc:postgresql://db/carillon keeps the texts of this database as " + encoding
                                + ", which has no room for all names. Make the database anew:"
                                + " create database NAME encoding 'UTF8' template template0");
    }

    @ParameterizedTest
    @CsvSource({"150012, 15.12, true", "160000, 16.0, false", "180001, 18.1, false"})
    void tellsAServerThatIsTooOld(int number, String version, boolean isTooOld) {
        assertThat(new ServerFit(number, version, "UTF8").misfit())
                .isEqualTo(
                        isTooOld
                                ? java.util.Optional.of("is version 15.12. Carillon needs PostgreSQL 16 or newer")
                                : java.util.Optional.empty());
    }
}
