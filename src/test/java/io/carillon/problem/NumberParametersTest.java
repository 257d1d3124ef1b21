package io.carillon.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.access.Tokens;
import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A parameter that is no number, or too large a one, is answered alike by every call. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class NumberParametersTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

    @Inject
    Tokens tokens;

    private String token = "";

    @BeforeEach
    void makeAToken() {
        token = tokens.create("numbers " + UUID.randomUUID()).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/profiles/abc | id | abc | a whole number from 1",
                "/api/campaigns/abc | id | abc | a whole number from 1",
                "/api/campaigns/abc/result | id | abc | a whole number from 1",
                "/api/segments/0 | id | 0 | a whole number from 1",
                "/api/lists/-3 | id | -3 | a whole number from 1",
                "/api/messages/9223372036854775808 | id | 9223372036854775808 | a whole number from 1",
                "/api/imports/1.5 | id | 1.5 | a whole number from 1",
                "/api/profiles?limit=abc | limit | abc | a whole number from 1 to 500",
                "/api/campaigns?limit=0 | limit | 0 | a whole number from 1 to 500",
                "/api/accounts?limit=501 | limit | 501 | a whole number from 1 to 500",
                "/api/tokens?limit=99999999999 | limit | … | a whole number from 1 to 500",
                "/api/reachability/people?channel=sms&limit=%E4%B8%83 | limit | 七 | a whole number from 1 to 500",
            })
    void theNoNamesTheParameterWhatCameAndWhatMayCome(String path, String name, String found, String expected) {
        Response english = asked().urlEncodingEnabled(false).get(path);
        assertThat(english.statusCode()).as(english.asString()).isEqualTo(400);
        assertThat(english.contentType()).startsWith("application/problem+json");
        english.then()
                .body("type", equalTo("urn:carillon:problem:invalid"))
                .body("detail", equalTo(name + " must be " + expected + ", not " + found))
                .body("findings[0].place", equalTo(name))
                .body("findings[0].code", equalTo("invalid_parameter"))
                .body("findings[0].found", equalTo(found))
                .body("findings[0].expected", equalTo(expected));

        String chinese = asked().header("Accept-Language", "zh")
                .urlEncodingEnabled(false)
                .get(path)
                .path("detail");
        assertThat(chinese).startsWith(name + " 必须是").endsWith("的整数，而不是 " + found);
    }

    @Test
    void everyCallWithAnIdAndEveryPageAnswersSo() throws IOException {
        SoftAssertions all = new SoftAssertions();
        List<String> calls = numbered();
        assertThat(calls).hasSizeGreaterThan(30);
        for (String call : calls) {
            String[] parts = call.split(" ");
            String type = parts[1].contains("/api/imports") ? "text/csv" : "application/json";
            Response answer = asked().contentType(type)
                    .body(parts[0].equals("GET") ? "" : "{}")
                    .request(parts[0], parts[1]);
            all.assertThat(answer.statusCode()).as(call).isEqualTo(400);
            all.assertThat(answer.asString()).as(call).contains("\"invalid_parameter\"", "\"abc\"");
        }
        all.assertAll();
    }

    /** Every call of the document with a number in its path or query, each with a word instead. */
    private static List<String> numbered() throws IOException {
        JsonNode document = new ObjectMapper()
                .readTree(given().queryParam("format", "json").get("/q/openapi").asString());
        List<String> calls = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> call : path.getValue().properties()) {
                if (METHODS.contains(call.getKey()) && path.getKey().startsWith("/api/")) {
                    call.getValue().path("parameters").forEach(parameter -> {
                        if (parameter.at("/schema/type").asText().equals("integer")) {
                            calls.add(call.getKey().toUpperCase(Locale.ROOT) + " " + wrong(path.getKey(), parameter));
                        }
                    });
                }
            }
        }
        return calls;
    }

    private static String wrong(String path, JsonNode parameter) {
        String name = parameter.path("name").asText();
        boolean isPath = parameter.path("in").asText().equals("path");
        String word = isPath ? path.replace("{" + name + "}", "abc") : path + "?" + name + "=abc";
        return word.replaceAll("\\{[a-z]+}", "1");
    }

    private RequestSpecification asked() {
        return given().header("Authorization", "Bearer " + token);
    }
}
