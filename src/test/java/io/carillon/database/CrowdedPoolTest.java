package io.carillon.database;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.carillon.LinesHeard;
import io.carillon.access.Tokens;
import io.carillon.problem.OwnTrouble;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process whose connections are all in use, before a PostgreSQL that is as well as ever. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class CrowdedPoolTest {
    @Inject
    AgroalDataSource pool;

    @Inject
    Tokens tokens;

    private final List<Connection> taken = new ArrayList<>();
    private final LinesHeard log = new LinesHeard(OwnTrouble.class);

    @BeforeEach
    void listen() {
        log.listen();
    }

    @AfterEach
    void leave() throws SQLException {
        log.close();
        for (Connection connection : taken) {
            connection.close();
        }
    }

    @Test
    void isNotTakenForADatabaseThatIsAway() throws SQLException {
        String token = tokens.create("crowd " + UUID.randomUUID()).orElseThrow();
        int most = pool.getConfiguration().connectionPoolConfiguration().maxSize();
        for (int i = 0; i < most; i++) {
            taken.add(pool.getConnection());
        }

        given().auth()
                .oauth2(token)
                .get("/api/tokens")
                .then()
                .statusCode(503)
                .body("type", equalTo("urn:carillon:problem:database-busy"));
        assertThat(log.lines()).singleElement().asString().contains("No connection to PostgreSQL came free in time");
    }
}
