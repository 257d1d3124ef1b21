package io.carillon.database;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.carillon.access.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.HttpClientConfig;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = CuttableDatabase.class, restrictToAnnotatedClass = true)
class DatabaseAwayTest {
    private static final String DATABASE_CHECK = "checks.find { it.name == 'PostgreSQL' }.status";

    @Inject
    Tokens tokens;

    @AfterEach
    void mend() {
        CuttableDatabase.mend();
    }

    @Test
    void saysSoWhileTheDatabaseIsAwayAndGoesOnWhenItIsBack() {
        String token = tokens.create("away " + UUID.randomUUID()).orElseThrow();
        given().auth().oauth2(token).get("/api/tokens").then().statusCode(200);
        given().get("/q/health/ready").then().body(DATABASE_CHECK, equalTo("UP"));

        CuttableDatabase.cut();

        given().auth()
                .oauth2(token)
                .get("/api/tokens")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "5")
                .body("type", equalTo("urn:carillon:problem:database-away"))
                .body(not(containsString("jdbc")));
        given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body("{\"name\": \"while away\"}")
                .post("/api/tokens")
                .then()
                .statusCode(503)
                .body("type", equalTo("urn:carillon:problem:database-away"));
        given().get("/q/health/ready").then().statusCode(503).body(DATABASE_CHECK, equalTo("DOWN"));
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/openapi").then().statusCode(200);

        CuttableDatabase.mend();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        given().auth().oauth2(token).get("/api/tokens").then().statusCode(200));
        given().get("/q/health/ready").then().body(DATABASE_CHECK, equalTo("UP"));
    }

    /** As when its machine is stopped: connections stay, and nothing is answered. */
    @Test
    void saysSoWithinSecondsWhereItTakesQuestionsAndAnswersNone() {
        String token = tokens.create("frozen " + UUID.randomUUID()).orElseThrow();
        given().get("/q/health/ready").then().body(DATABASE_CHECK, equalTo("UP"));

        CuttableDatabase.freeze();

        impatient().get("/q/health/ready").then().statusCode(503).body(DATABASE_CHECK, equalTo("DOWN"));
        await().atMost(Duration.ofSeconds(30))
                .pollDelay(DatabaseWatch.SILENCE.plusSeconds(3))
                .untilAsserted(() -> impatient()
                        .auth()
                        .oauth2(token)
                        .get("/api/campaigns")
                        .then()
                        .statusCode(503)
                        .header("Retry-After", "5")
                        .body("type", equalTo("urn:carillon:problem:database-away")));
        impatient().get("/q/metrics").then().statusCode(200).body(containsString("carillon_runs_open NaN"));

        CuttableDatabase.mend();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().get("/q/health/ready").then().body(DATABASE_CHECK, equalTo("UP")));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().auth()
                        .oauth2(token)
                        .get("/api/campaigns")
                        .then()
                        .statusCode(200));
    }

    private static RequestSpecification impatient() {
        return given().config(RestAssured.config()
                .httpClient(HttpClientConfig.httpClientConfig().setParam("http.socket.timeout", 20_000)));
    }
}
