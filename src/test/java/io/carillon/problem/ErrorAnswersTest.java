package io.carillon.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.carillon.access.Tokens;
import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ErrorAnswersTest {
    private static final int MEGABYTE = 1 << 20;

    @Inject
    Tokens tokens;

    @TestHTTPResource
    URI server;

    private String token = "";

    @BeforeEach
    void makeAToken() {
        token = tokens.create("errors " + UUID.randomUUID()).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\": \"a\", \"nmae\": 1}|unknown_key|/nmae|nmae|at, colour, name, parts, size",
                "{\"name\": \"a\", \"size\": \"big\"}|wrong_type|/size|big|a whole number",
                "{\"name\": \"a\", \"at\": \"yesterday\"}|wrong_type|/at|yesterday|a time such as 2027-09-13T10:00:00Z",
                "{\"name\": \"a\", \"colour\": \"BLUE\"}|wrong_type|/colour|BLUE|GREEN, RED",
                "{\"name\": \"a\", \"parts\": [{\"code\": {}}]}|wrong_type|/parts/0/code||a text",
                "{\"name\": \"a\", \"parts\": 5}|wrong_type|/parts||a list",
            })
    void namesTheFieldThatCannotBeRead(String body, String code, String place, String found, String expected) {
        post(body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:carillon:problem:invalid"))
                .body("findings[0].code", equalTo(code))
                .body("findings[0].place", equalTo(place))
                .body("findings[0].line", equalTo(1))
                .body("findings[0].found", equalTo(found))
                .body("findings[0].expected", equalTo(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/size | 'name': 'a', 'size': 3000000000",
                "/size | 'name': 'a', 'size': 1000000000000",
                "/size | 'name': 'a', 'size': -99999999999999999999999",
                "/parts/1/weight | 'name': 'a', 'parts': [{'weight': 2}, {'weight': 2147483648}]",
            })
    void namesTheFieldWhoseNumberIsTooBig(String place, String fields) {
        post("{" + fields.replace('\'', '"') + "}")
                .statusCode(400)
                .body("findings.size()", equalTo(1))
                .body("findings[0].code", equalTo("wrong_type"))
                .body("findings[0].place", equalTo(place))
                .body("findings[0].line", equalTo(1))
                .body("findings[0].expected", equalTo("a whole number from -2147483648 to 2147483647"))
                .body("findings[0].message", equalTo(place + " must be a whole number from -2147483648 to 2147483647"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\": \"a\"|malformed_json",
                "{\"name\": \"a\"} {}|malformed_json",
                "{\"name\": \"a\", \"name\": \"b\"}|malformed_json",
                "[1, 2]|wrong_type",
                "nonsense|malformed_json",
            })
    void saysWhereJsonBreaks(String body, String code) {
        post(body).statusCode(400).body("findings[0].code", equalTo(code)).body("findings[0].line", equalTo(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name': 'a', oops}|line 1, column 15|第 1 行第 15 列格式错误",
                "{'name': 'a', 'parts': [|line 1, column 25, before it is complete|内容不完整",
                "{'name': 'a', 'name': 'b'}|names name twice|name 出现两次",
                "{'name': 'a'} {}|more behind the end|还有内容",
            })
    void saysInOurOwnWordsWhatIsWrongWithJson(String body, String english, String chinese) {
        String json = body.replace('\'', '"');
        post(json).statusCode(400).body("detail", containsString(english));
        String detail = asked().header("Accept-Language", "zh")
                .contentType("application/json")
                .body(json)
                .post("/api/test-errors/thing")
                .then()
                .statusCode(400)
                .body("findings[0].line", equalTo(1))
                .extract()
                .path("detail");

        assertThat(detail).contains(chinese).doesNotContain("JsonToken", "expecting", "Duplicate", "Unexpected");
    }

    @Test
    void namesTheLineOfMalformedJson() {
        post("{\n  \"name\": \"a\",\n  oops\n}")
                .statusCode(400)
                .body("findings[0].line", equalTo(3))
                .body("detail", containsString("line 3, column 3"));
    }

    @Test
    void refusesJsonNestedTooDeeply() {
        post("{\"name\": " + "[".repeat(5000)).statusCode(400).contentType("application/problem+json");
    }

    @Test
    void answersBrokenBoundsAsFindings() {
        post("{\"name\": \" \", \"parts\": [{\"code\": \"ok\"}, {\"code\": \"much too long\"}]}")
                .statusCode(400)
                .body("findings.place", hasItems("/name", "/parts/1/code"))
                .body("findings.code", hasItems("not_blank", "size"));
        asked().get("/api/test-errors/number/1?limit=11")
                .then()
                .statusCode(400)
                .body("findings[0].place", equalTo("limit"))
                .body("findings[0].found", equalTo("11"));
    }

    @Test
    void asksForABodyWhereThereIsNone() {
        asked().contentType("application/json")
                .post("/api/test-errors/thing")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void speaksChineseWhenAskedTo() {
        asked().header("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8")
                .contentType("application/json")
                .body("{\"name\": \"a\", \"size\": \"big\"}")
                .post("/api/test-errors/thing")
                .then()
                .statusCode(400)
                .body("findings[0].message", equalTo("/size 必须是整数"));
        asked().header("Accept-Language", "zh-CN")
                .get("/api/test-errors/number/1?limit=11")
                .then()
                .body("findings[0].message", containsString("10"))
                .body("findings[0].message", not(containsString("must")));
    }

    @Test
    void answersWhatTheRouterRefuses() {
        asked().get("/api/no-such").then().statusCode(404).body("type", equalTo("urn:carillon:problem:not-found"));
        given().get("/nowhere").then().statusCode(404).contentType("application/problem+json");
        asked().delete("/api/test-errors/thing")
                .then()
                .statusCode(405)
                .body("type", equalTo("urn:carillon:problem:method-not-allowed"));
        asked().contentType("application/xml")
                .body("<a/>")
                .post("/api/test-errors/thing")
                .then()
                .statusCode(415)
                .body("type", equalTo("urn:carillon:problem:unsupported-media-type"));
    }

    @Test
    void keepsItsOwnTroubleToItself() {
        for (String path : new String[] {"crash", "broken-sql"}) {
            asked().get("/api/test-errors/" + path)
                    .then()
                    .statusCode(500)
                    .body("type", equalTo("urn:carillon:problem:internal"))
                    .body("errorId", notNullValue())
                    .body(not(containsString("secret")))
                    .body(not(containsString("select")))
                    .body(not(containsString("at io.")));
        }
    }

    @Test
    void aStatementThatTakesTooLongMayBeTriedAgain() {
        asked().get("/api/test-errors/slow-sql")
                .then()
                .statusCode(503)
                .header("Retry-After", "1")
                .body("type", equalTo("urn:carillon:problem:database-busy"));
    }

    @Test
    void aFullDiskIsCalledThat() {
        asked().get("/api/test-errors/full-disk")
                .then()
                .statusCode(503)
                .header("Retry-After", "5")
                .body("type", equalTo("urn:carillon:problem:database-full"))
                .body("detail", containsString("no room left"));
    }

    @Test
    void aProblemInsideAnExceptionStaysWhatItIs() {
        asked().get("/api/test-errors/wrapped")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:carillon:problem:wrapped"));
    }

    @ParameterizedTest
    @CsvSource({"!!!", "bm9wZQ"})
    void refusesACursorOfAnotherList(String cursor) {
        asked().get("/api/test-errors/cursor?cursor=" + cursor)
                .then()
                .statusCode(400)
                .body("findings[0].place", equalTo("cursor"));
    }

    @Test
    void takesABodyOfOneMegabyteAndNoByteMore() throws IOException, InterruptedException {
        assertThat(send(MEGABYTE, false).statusCode()).isEqualTo(200);
        assertThat(send(MEGABYTE, true).statusCode()).isEqualTo(200);
        for (boolean isChunked : new boolean[] {false, true}) {
            HttpResponse<String> refused = send(MEGABYTE + 1, isChunked);
            assertThat(refused.statusCode()).isEqualTo(413);
            assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(refused.body()).contains("urn:carillon:problem:too-large");
        }
    }

    @Test
    void saysThatABodyIsTooLargeAlsoWhereJsonIsReadWhenItGetsTooLarge() throws IOException, InterruptedException {
        byte[] body = ("{\"name\": \"n\", \"content\": {\"text\": \"" + "a".repeat(MEGABYTE + 100_000) + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/api/messages"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();
        HttpResponse<String> refused = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("urn:carillon:problem:too-large");
    }

    @Test
    void connectionsPlanEveryStatementWithItsValues() {
        asked().get("/api/test-errors/settings")
                .then()
                .body("planCacheMode", equalTo("force_custom_plan"))
                .body("jit", equalTo("off"))
                .body("statementTimeout", equalTo("2min"));
    }

    @Test
    void describesItself() {
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("info.title", equalTo("Carillon"))
                .body("info.version", equalTo("0.1.0"))
                .body("components.securitySchemes.token.scheme", equalTo("bearer"));
        given().get("/q/swagger-ui/").then().statusCode(200);
        given().get("/q/metrics").then().statusCode(200).body(containsString("agroal_active_count"));
    }

    private HttpResponse<String> send(int bytes, boolean isChunked) throws IOException, InterruptedException {
        byte[] body = new byte[bytes];
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/api/test-errors/length"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "text/plain")
                .POST(
                        isChunked
                                ? HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
                                : HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private RequestSpecification asked() {
        return given().auth().oauth2(token);
    }

    private ValidatableResponse post(String body) {
        return asked().contentType("application/json")
                .body(body)
                .post("/api/test-errors/thing")
                .then();
    }
}
