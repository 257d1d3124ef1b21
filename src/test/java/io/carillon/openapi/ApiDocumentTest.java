package io.carillon.openapi;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.access.Tokens;
import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The OpenAPI document says what is so: each call's answers, what may be missing or null, what a path takes. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ApiDocumentTest {
    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");

    @Inject
    Tokens tokens;

    @Test
    void everyRefusalIsAProblemAndEverySuccessHasItsShape() throws IOException {
        eachOperation((call, operation) -> operation
                .path("responses")
                .properties()
                .forEach(answer -> {
                    String status = answer.getKey();
                    JsonNode content = answer.getValue().path("content");
                    boolean isHook = call.contains("/hooks/");
                    if (status.startsWith("4") && !status.equals("414") && !isHook) {
                        assertThat(content.has("application/problem+json"))
                                .as(call + " " + status)
                                .isTrue();
                    } else if (status.startsWith("2") && !status.equals("204") && !isHook) {
                        assertThat(content.findPath("schema").isEmpty())
                                .as(call + " " + status)
                                .isFalse();
                    }
                }));
    }

    @Test
    void everyPartOfAPathHasAnExample() throws IOException {
        eachOperation((call, operation) -> operation.path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals("path")
                    && !parameter.path("name").asText().equals("suffix")) {
                assertThat(parameter.has("example"))
                        .as(call + " " + parameter.path("name").asText())
                        .isTrue();
            }
        }));
    }

    @Test
    void everyCallSaysWhatItAnswersWhenAllIsWell() throws IOException {
        eachOperation(
                (call, operation) -> assertThat(operation.path("responses").properties())
                        .as(call)
                        .anyMatch(answer -> answer.getKey().startsWith("2")
                                || answer.getKey().startsWith("3")));
    }

    @Test
    void everyCallWithATokenSaysWhatHappensWithoutOne() throws IOException {
        eachOperation((call, operation) -> {
            boolean isOpen = call.contains("/hooks/") || call.contains("/u/");
            assertThat(operation.path("responses").has("401")).as(call).isNotEqualTo(isOpen);
            assertThat(operation.path("responses").has("500")).as(call).isFalse();
        });
    }

    @Test
    void partsThatMayBeNullSaySoAndTheOthersAreThere() throws IOException {
        JsonNode schemas = document().path("components").path("schemas");

        JsonNode profile = schemas.path("ProfileView");
        assertThat(profile.path("properties").path("name").path("type").toString())
                .contains("null", "string");
        assertThat(profile.path("properties").path("birthday").path("anyOf")).hasSize(2);
        assertThat(profile.path("required").toString()).contains("\"name\"", "\"id\"");
        assertThat(schemas.path("TokenView").path("required").toString()).doesNotContain("revokedAt");
        assertThat(schemas.path("AccountRequest").path("additionalProperties").booleanValue())
                .isFalse();
        assertThat(schemas.path("ConsentRequest")
                        .path("properties")
                        .path("channel")
                        .path("pattern")
                        .asText())
                .isEqualTo("^(?:sms|email|push|wechat)$");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/accounts | GET, HEAD, OPTIONS",
                "/api/accounts/x | DELETE, GET, HEAD, OPTIONS, PUT",
                "/api/segments/preview | OPTIONS, POST",
                "/api/segments/7 | DELETE, GET, HEAD, OPTIONS, PUT",
                "/hooks/aliyun/x/y/z | GET, HEAD, OPTIONS, POST",
            })
    void aPathSaysWhatItTakes(String path, String allow) {
        Response refused = asked().request("TRACE", path);
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.header("Allow")).isEqualTo(allow);
        assertThat(asked().options(path).header("Allow")).isEqualTo(allow);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | /api/campaigns/1/progress | GET, HEAD, OPTIONS",
                "GET | /api/campaigns/1/launch | OPTIONS, POST",
                "PUT | /api/campaigns/1/pause | OPTIONS, POST",
                "PATCH | /api/campaigns/1 | GET, HEAD, OPTIONS, PUT",
                "POST | /api/campaigns/1/result | GET, HEAD, OPTIONS",
            })
    void aPartOfACampaignIsKeptToItsMethods(String method, String path, String allow) {
        Response answer = asked().request(method, path);

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo(allow);
        assertThat(answer.contentType()).startsWith("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({"PUT, /api/segments/preview", "GET, /api/segments/preview", "DELETE, /api/suppressions/lift"})
    void aPathOfItsOwnIsNotTakenForAnId(String method, String path) {
        Response answer = asked().contentType("application/json").body("{}").request(method, path);

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("OPTIONS, POST");
        assertThat(answer.contentType()).startsWith("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/tokens | {\"name\": false} | /name",
                "/api/tokens | {\"name\": 7} | /name",
                "/api/lists | {\"name\": \"x\", \"externalIds\": [false]} | /externalIds/0",
                "/api/suppressions | {\"externalId\": 7, \"reason\": \"x\"} | /externalId",
                "/api/profiles/1/consents | {\"channel\":\"sms\",\"purpose\":\"marketing\",\"state\":\"granted\",\"source\":\"x\",\"at\":0} | /at",
            })
    void noValueStandsForOneOfAnotherType(String path, String body, String place) {
        Response answer = asked().contentType("application/json").body(body).post(path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("findings[0].place")).isEqualTo(place);
        assertThat(answer.jsonPath().getString("findings[0].code")).isEqualTo("wrong_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.5", "1000000000000"})
    void aRankIsAWholeNumber(String rank) {
        String body = "{\"vendor\":\"test-bell\",\"kind\":\"sms\",\"mode\":\"sandbox\",\"rank\":" + rank
                + ",\"rate\":{\"limit\":1}}";
        Response answer = asked().contentType("application/json").body(body).put("/api/accounts/fraction");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("findings[0].place")).isEqualTo("/rank");
        assertThat(answer.jsonPath().getString("findings[0].expected")).startsWith("a whole number");
    }

    private io.restassured.specification.RequestSpecification asked() {
        return given().auth()
                .oauth2(tokens.create("document " + UUID.randomUUID()).orElseThrow());
    }

    private static void eachOperation(BiConsumer<String, JsonNode> look) throws IOException {
        document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method -> look.accept(method.getKey() + " " + path.getKey(), method.getValue())));
    }

    private static JsonNode document() throws IOException {
        return new ObjectMapper()
                .readTree(given().queryParam("format", "json").get("/q/openapi").asString());
    }
}
