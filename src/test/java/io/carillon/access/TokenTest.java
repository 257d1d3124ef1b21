package io.carillon.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class TokenTest {
    @ConfigProperty(name = "carillon.data")
    Path data;

    @Inject
    FirstToken firstToken;

    @Inject
    Sql sql;

    @Test
    void asksForAToken() {
        given().get("/api/tokens")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer")
                .body("type", equalTo("urn:carillon:problem:unauthorized"))
                .body("detail", containsString("Authorization: Bearer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Basic bG9jYWw6",
                "Bearer cln_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "Bearer ' or 1=1 --"
            })
    void refusesWhatIsNoToken(String header) {
        given().header("Authorization", header).get("/api/tokens").then().statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hooks/../api/tokens",
                "/u/../api/tokens",
                "/u/%2e%2e/api/tokens",
                "/hooks/..%2fapi/tokens",
                "//api/tokens",
                "/api//tokens",
                "/api/tokens/",
                "/API/tokens",
                "/api;x=/u/tokens"
            })
    void isNotFooledByTheSpellingOfAPath(String path) {
        int status = given().urlEncodingEnabled(false).get(path).statusCode();
        assertThat(status).isIn(401, 404);
    }

    @Test
    void isOpenToOutsidersOnlyWhereTheyBringProofsOfTheirOwn() {
        given().get("/u/forged").then().statusCode(404).body("type", equalTo("urn:carillon:problem:unknown-link"));
        given().get("/hooks/smtp/nobody")
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:carillon:problem:not-found"));
        given().get("/test-closed").then().statusCode(401);
    }

    @Test
    void takesTheTokenOfTheFirstStart() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("token"))))
                .isEqualTo("rw-------");
        given().auth()
                .oauth2(local())
                .get("/api/tokens")
                .then()
                .statusCode(200)
                .body("items[0].name", equalTo("local"))
                .body("items", everyItem(not(hasKey("token"))));
    }

    @Test
    void aRevokedTokenEndsAtOnce() throws IOException {
        String name = "shop " + UUID.randomUUID();
        JsonPath answer = create(name).then().statusCode(201).extract().jsonPath();
        String made = answer.getString("token");
        assertThat(made).matches("cln_[A-Za-z0-9_-]{43}");
        given().auth().oauth2(made).get("/api/tokens").then().statusCode(200);
        long id = answer.getLong("id");

        given().auth().oauth2(local()).delete("/api/tokens/" + id).then().statusCode(204);

        given().auth().oauth2(made).get("/api/tokens").then().statusCode(401);
        given().auth().oauth2(made).delete("/api/tokens/" + id).then().statusCode(401);
        List<String> audit = sql.list(
                "select actor || ' ' || action from audit_entry where subject = ? order by id",
                row -> row.getString(1),
                "token:" + name);
        assertThat(audit).containsExactly("local create", "local revoke");
    }

    @Test
    void aTokenIsToldWithAllThatTheListShowsOfIt() throws IOException {
        Map<String, Object> made = new HashMap<>(create("told " + UUID.randomUUID())
                .then()
                .statusCode(201)
                .extract()
                .<Map<String, Object>>path(""));
        assertThat(made.remove("token")).isNotNull();
        int id = (int) Objects.requireNonNull(made.get("id"));

        assertThat(listed(id)).isEqualTo(made);

        given().auth().oauth2(local()).delete("/api/tokens/" + id).then().statusCode(204);
        assertThat(listed(id)).containsAllEntriesOf(made).containsKey("revokedAt");
    }

    private Map<String, Object> listed(int id) throws IOException {
        return given().auth()
                .oauth2(local())
                .get("/api/tokens?limit=500")
                .then()
                .extract()
                .path("items.find { it.id == " + id + " }");
    }

    @Test
    void keepsOnlyTheHashOfAToken() throws IOException {
        String made = create("hashed " + UUID.randomUUID()).path("token");
        long plain = sql.one(
                "select count(*) from api_token where position(? in encode(token_hash, 'escape')) > 0",
                row -> row.getLong(1),
                made.substring(4));
        assertThat(plain).isZero();
    }

    @Test
    void aTokenNameIsTakenOnce() throws IOException {
        String name = "twice " + UUID.randomUUID();
        create(name).then().statusCode(201);
        create(name).then().statusCode(409).body("type", equalTo("urn:carillon:problem:name-taken"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " x", "a\\nb", "system", "accounts-file"})
    void aTokenNameIsBounded(String name) throws IOException {
        create(name).then().statusCode(400).body("findings[0].place", equalTo("/name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x"})
    void aTokenIsAskedForInJson(String body) throws IOException {
        given().auth()
                .oauth2(local())
                .contentType("text/plain")
                .body(body)
                .post("/api/tokens")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
    }

    @Test
    void listsInPages() throws IOException {
        create("page a " + UUID.randomUUID());
        create("page b " + UUID.randomUUID());
        String next = given().auth()
                .oauth2(local())
                .get("/api/tokens?limit=1")
                .then()
                .body("items.size()", equalTo(1))
                .extract()
                .path("next");
        given().auth()
                .oauth2(local())
                .get("/api/tokens?limit=1&cursor=" + next)
                .then()
                .body("items.size()", equalTo(1))
                .body("items[0].name", not(startsWith("local")));
    }

    @Test
    void aLostTokenFileIsReplacedOnceByTwoStartsAtATime() throws IOException {
        Files.delete(data.resolve("token"));
        long before = sql.one("select count(*) from api_token", row -> row.getLong(1));

        CompletableFuture<Void> one = CompletableFuture.runAsync(this::ensure);
        CompletableFuture<Void> other = CompletableFuture.runAsync(this::ensure);
        CompletableFuture.allOf(one, other).join();

        long after = sql.one("select count(*) from api_token", row -> row.getLong(1));
        assertThat(after).isEqualTo(before + 1);
        given().auth().oauth2(local()).get("/api/tokens").then().statusCode(200);
    }

    private void ensure() {
        QuarkusTransaction.requiringNew().run(firstToken::ensure);
    }

    private io.restassured.response.Response create(String name) throws IOException {
        return given().auth()
                .oauth2(local())
                .contentType("application/json")
                .body("{\"name\": \"" + name + "\"}")
                .post("/api/tokens");
    }

    private String local() throws IOException {
        return Files.readString(data.resolve("token")).strip();
    }
}
