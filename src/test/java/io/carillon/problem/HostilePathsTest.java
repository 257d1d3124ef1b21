package io.carillon.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.access.Tokens;
import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths and names that want to be more than that: none leads to a file, none breaks the server, none becomes a header. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class HostilePathsTest {
    @ConfigProperty(name = "carillon.data")
    Path data;

    @Inject
    Tokens tokens;

    @Inject
    Sql sql;

    private String token = "";

    @BeforeEach
    void makeAToken() {
        token = tokens.create("paths " + UUID.randomUUID()).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/../../../../etc/passwd",
                "/..%2f..%2f..%2fetc%2fpasswd",
                "/q/swagger-ui/../../../../application.properties",
                "/q/swagger-ui/..%2f..%2f..%2fapplication.properties",
                "/q/swagger-ui/%2e%2e/%2e%2e/application.properties",
                "/q/openapi/../../application.properties",
                "/application.properties",
                "/META-INF/MANIFEST.MF",
                "/db/migration/V1__ledger.sql",
                "/carillon-templates/default/sms.ftl",
                "/api/imports/..%2f..%2ftoken",
                "/api/accounts/..%2f..%2ftoken",
                "/api/profiles/1/tags/..%2f..%2ftoken",
                "/u/..%2f..%2ftoken",
                "/u/%2e%2e%2f",
                "/hooks/aliyun/..%2f..%2ftoken/x",
                "/hooks/..%5c..%5ctoken/x/y",
                "/api/segments/%00",
                "/api/accounts/a%00b",
                "/api/accounts/%ff%fe",
                "/api/accounts/%25",
                "/api/profiles?externalId=%00",
                "/api/profiles?cursor=AA",
                "/api/accounts?cursor=AAAA",
                "/api/reachability?segment=%00x",
                "/api/campaigns?cursor=%F0%9F%98%80",
                "/api/suppressions/0",
                "/api/suppressions/zz",
                "/api/accounts/x%0d%0aSet-Cookie:%20a=b"
            })
    void leadToNoFileAndNoFault(String path) {
        for (String method : List.of("GET", "DELETE", "POST", "TRACE")) {
            Response answer = asked().urlEncodingEnabled(false).request(method, path);

            assertThat(answer.statusCode()).as(method + " " + path).isBetween(200, 499);
            assertThat(answer.asString())
                    .as(method + " " + path)
                    .doesNotContain("root:", "quarkus.datasource", "create table", "cln_", "Manifest-Version");
            assertThat(answer.header("Set-Cookie")).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../tmp/evil.csv",
                "/etc/passwd",
                "..\\..\\evil",
                "a\r\nSet-Cookie: x=y",
                "con",
                "\u202egpj.exe"
            })
    void aFileNameIsOnlyShown(String name) throws IOException {
        Response answer = asked().contentType("text/csv")
                .queryParam("fileName", name)
                .body("external_id,name\nP-" + UUID.randomUUID() + ",x\n")
                .post("/api/imports");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.header("Set-Cookie")).isNull();
        assertThat(answer.jsonPath().getString("fileName")).isEqualTo(name);
        try (Stream<Path> files = Files.walk(data)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(file -> file.contains("evil") || file.contains("passwd"));
        }
        assertThat(Path.of("/tmp/evil.csv")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:80", "127.0.0.1\tx"})
    void theHostHeaderDecidesNothing(String host) {
        Response answer = asked().header("Host", host)
                .header("X-Forwarded-Host", "evil.example")
                .header("X-Forwarded-Proto", "https")
                .header("Forwarded", "host=evil.example")
                .contentType("application/json")
                .body("{\"name\": \"list " + UUID.randomUUID() + "\", \"externalIds\": [\"a\"]}")
                .post("/api/lists");

        assertThat(answer.statusCode()).isIn(201, 400);
        assertThat(String.valueOf(answer.header("Location"))).doesNotContain("evil");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hooks/aliyun/nobody/a-secret-of-a-hook",
                "/hooks/nobody/x/a-secret-of-a-hook/%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80",
                "/hooks/app/a-secret-of-a-hook",
                "/u/a-secret-of-a-hook"
            })
    void aNoDoesNotRepeatWhatOnlyTheCallerKnew(String path) {
        for (String method : List.of("GET", "POST", "TRACE")) {
            Response answer = asked().urlEncodingEnabled(false).request(method, path);

            assertThat(answer.statusCode()).as(method).isBetween(400, 499);
            assertThat(answer.asString()).as(method).doesNotContain("a-secret-of-a-hook");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/accounts/林小梅",
                "/api/accounts/林小梅/check",
                "/api/profiles/0/tags/林小梅",
                "/api/suppressions/林小梅",
                "/api/林小梅"
            })
    void aNoDoesNotRepeatAPersonsNameOutOfThePath(String path) {
        for (String method : List.of("GET", "DELETE", "POST")) {
            Response answer = asked().contentType("application/json").request(method, path);

            assertThat(answer.statusCode()).as(method).isBetween(400, 499);
            assertThat(answer.asString()).as(method).doesNotContain("林小梅", "%E6%9E%97");
        }
    }

    @Test
    void aNoToAnAccountDoesNotRepeatANameThatIsNone() {
        Response answer = asked().contentType("application/json").body("{}").put("/api/accounts/林小梅");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getList("findings.place")).contains("/name");
        assertThat(answer.asString()).doesNotContain("林小梅");
    }

    @Test
    void aNoThatANameIsTakenDoesNotRepeatIt() {
        String name = "林小梅 " + UUID.randomUUID();
        for (String body : List.of(
                "/api/tokens {\"name\": \"%s\"}",
                "/api/lists {\"name\": \"%s\", \"externalIds\": [\"a\"]}",
                "/api/segments {\"name\": \"%s\", \"rule\": {\"tag\": \"a\"}}")) {
            String[] call = body.formatted(name).split(" ", 2);
            asked().contentType("application/json")
                    .body(call[1])
                    .post(call[0])
                    .then()
                    .statusCode(201);
            Response again =
                    asked().contentType("application/json").body(call[1]).post(call[0]);

            assertThat(again.statusCode()).as(again.asString()).isEqualTo(409);
            assertThat(again.asString()).doesNotContain("林小梅");
        }
    }

    @Test
    void aTextWithANulIsAnsweredAndNotStored() {
        long person = sql.one(
                "insert into profile (external_id, identity_hash) values (?, ?) returning id",
                row -> row.getLong(1),
                "nul-" + UUID.randomUUID(),
                new byte[] {1});
        for (String body : List.of(
                "{\"channel\":\"sms\",\"purpose\":\"marketing\",\"state\":\"granted\",\"source\":\"a\\u0000b\"}",
                "{\"channel\":\"sms\",\"purpose\":\"marketing\",\"state\":\"granted\",\"source\":\"a\",\"wording\":\"\\u0000\"}",
                "{\"channel\":\"sms\",\"purpose\":\"marketing\",\"state\":\"granted\",\"source\":\"a\",\"at\":\"-999999999-01-01T00:00:00Z\"}")) {
            Response answer =
                    asked().contentType("application/json").body(body).post("/api/profiles/" + person + "/consents");
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
        }
        assertThat(asked().contentType("application/json")
                        .body("{\"externalId\":\"x\",\"reason\":\"a\\u0000\"}")
                        .post("/api/suppressions")
                        .statusCode())
                .isEqualTo(400);
        long records =
                sql.one("select count(*) from consent_record where profile_id = ?", row -> row.getLong(1), person);
        assertThat(records).isZero();
    }

    private RequestSpecification asked() {
        return given().header("Authorization", "Bearer " + token);
    }
}
