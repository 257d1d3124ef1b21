package io.carillon.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.carillon.segment.People;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * Sends every example of a body in {@code /q/openapi} as it stands, to things that exist: whoever tries the API in Swagger UI does the
 * same. Where a body has no example of its own, one is put together of its fields' examples, as Swagger UI does.
 */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ApiExamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> WITH_BODY = Set.of("post", "put", "patch");

    @ConfigProperty(name = "carillon.data")
    Path data;

    @Inject
    Sql sql;

    private JsonNode document = JSON.nullNode();

    /** One example of one call. */
    private record Example(String method, String path, String type, String body, List<Given> given) {}

    /** The example of a parameter that is no part of the path. */
    private record Given(String name, boolean isHeader, String value) {}

    @Test
    void everyExampleWorksAsItStands() throws IOException {
        document = JSON.readTree(RestAssured.given()
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray());
        List<Example> examples = examples();
        People people = new People(sql);
        long profile = people.add("A1001", "上海", "{}");
        people.add("A1002", "上海", "{}");
        people.tag(profile, "member");

        assertThat(examples)
                .filteredOn(example -> example.type().equals("text/plain"))
                .extracting(Example::path)
                .contains("/api/lists", "/api/lists/{id}/entries");
        assertThat(examples)
                .filteredOn(example -> example.path().equals("/api/campaigns/{id}"))
                .allSatisfy(example -> assertThat(example.given()).contains(new Given("If-Match", true, "\"1\"")));
        assertThat(examples)
                .extracting(Example::path)
                .contains(
                        "/api/accounts/{name}",
                        "/api/campaigns",
                        "/api/campaigns/{id}",
                        "/api/imports",
                        "/api/lists",
                        "/api/messages/{id}/preview",
                        "/api/profiles/{id}/consents",
                        "/api/segments/preview",
                        "/api/suppressions",
                        "/api/tokens");
        SoftAssertions all = new SoftAssertions();
        for (Example example : examples) {
            Response answer = send(example, profile);
            all.assertThat(answer.statusCode())
                    .as(example.method() + " " + example.path() + " " + example.type() + " " + example.body() + "\n"
                            + answer.asString())
                    .isBetween(200, 299);
        }
        all.assertAll();
    }

    @Test
    void theExampleOfImportOptionsWorksAsItStands() throws IOException {
        document =
                JSON.readTree(RestAssured.given().get("/q/openapi?format=json").asByteArray());
        JsonNode example = example(document.at("/components/schemas/ImportOptionsRequest"));
        assertThat(example.path("columns").path("卡号").asText()).isEqualTo("external_id");
        String options = written(example);
        String csv = "卡号,备用手机\nB1,13812345679\n";

        Response answer = asked().queryParam("mapping", options)
                .contentType("text/csv")
                .body(csv.getBytes(StandardCharsets.UTF_8))
                .post("/api/imports");

        assertThat(answer.statusCode()).as(options + answer.asString()).isEqualTo(202);
        String place = "/api/imports/" + answer.jsonPath().getLong("id");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> !List.of("waiting", "running")
                        .contains(asked().get(place).<String>path("state")));
        asked().get(place).then().body("state", equalTo("completed")).body("created", equalTo(1));
    }

    @Test
    void theDocumentKnowsTheHooksAsVendorsAreGivenThem() {
        String paths = RestAssured.given().get("/q/openapi?format=json").asString();

        assertThat(paths).contains("\"/hooks/{vendor}/{account}\"", "\"Idempotency-Key\"");
    }

    private Response send(Example example, long profile) throws IOException {
        // "Nothing twice" is for names too, so each example that makes something finds the place empty.
        for (String table : List.of("segment", "member_list", "api_token")) {
            sql.update("delete from " + table + " where name in ('华东会员', '秋季名单', 'shop-backend')");
        }
        RequestSpecification call = asked().contentType(example.type()
                        + (example.type().startsWith("text/") || example.type().contains("yaml")
                                ? "; charset=utf-8"
                                : ""))
                .body(example.body().getBytes(StandardCharsets.UTF_8));
        for (Given given : example.given()) {
            call = given.isHeader()
                    ? call.header(given.name(), given.value())
                    : call.queryParam(given.name(), given.value());
        }
        String path = example.path().replace("{name}", "example-account");
        if (path.contains("{id}")) {
            path = path.replace("{id}", String.valueOf(id(path, profile)));
        }
        return call.request(example.method().toUpperCase(Locale.ROOT), path);
    }

    /** The id of a new thing of the kind that the path is about. */
    private long id(String path, long profile) throws IOException {
        String kind = path.split("/")[2];
        if (kind.equals("profiles")) {
            return profile;
        }
        Example maker = examples().stream()
                .filter(example ->
                        example.path().equals("/api/" + kind) && example.type().contains("json"))
                .findFirst()
                .orElseThrow();
        ObjectNode body = (ObjectNode) JSON.readTree(maker.body());
        body.put("name", "made for an example " + UUID.randomUUID());
        Response made = asked().contentType("application/json")
                .body(body.toString().getBytes(StandardCharsets.UTF_8))
                .post("/api/" + kind);
        assertThat(made.statusCode()).as(body + made.asString()).isEqualTo(201);
        return made.jsonPath().getLong("id");
    }

    private List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> call : path.getValue().properties()) {
                JsonNode content = call.getValue().path("requestBody").path("content");
                // Calls that only tests have are no part of the API.
                boolean isOurs =
                        path.getKey().startsWith("/api/") && !path.getKey().startsWith("/api/test-");
                if (isOurs && WITH_BODY.contains(call.getKey())) {
                    for (Map.Entry<String, JsonNode> body : content.properties()) {
                        for (String text : texts(body.getValue())) {
                            examples.add(new Example(
                                    call.getKey(), path.getKey(), body.getKey(), text, given(call.getValue())));
                        }
                    }
                }
            }
        }
        return examples;
    }

    /** What a page that tries the API fills in beside the body; not the key that would make all calls one. */
    private static List<Given> given(JsonNode call) {
        List<Given> given = new ArrayList<>();
        for (JsonNode parameter : call.path("parameters")) {
            String where = parameter.path("in").asText();
            String name = parameter.path("name").asText();
            if (parameter.has("example") && !where.equals("path") && !name.equals("Idempotency-Key")) {
                given.add(new Given(
                        name, where.equals("header"), parameter.get("example").asText()));
            }
        }
        return given;
    }

    private List<String> texts(JsonNode body) throws IOException {
        List<String> texts = new ArrayList<>();
        for (JsonNode example : body.path("examples")) {
            texts.add(written(example.path("value")));
        }
        if (body.has("example")) {
            texts.add(written(body.get("example")));
        }
        JsonNode schema = schema(body.path("schema"));
        JsonNode whole = example(schema);
        if (!whole.isMissingNode()) {
            texts.add(written(whole));
        } else if (texts.isEmpty()) {
            ObjectNode fields = JSON.createObjectNode();
            for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
                // What stands beside a reference wins over what it refers to.
                JsonNode own = example(field.getValue());
                JsonNode example = own.isMissingNode() ? example(schema(field.getValue())) : own;
                if (!example.isMissingNode()) {
                    fields.set(field.getKey(), value(example));
                }
            }
            if (!fields.isEmpty()) {
                texts.add(fields.toString());
            }
        }
        return texts;
    }

    private static JsonNode example(JsonNode schema) {
        return schema.has("example")
                ? schema.get("example")
                : schema.path("examples").path(0);
    }

    private JsonNode schema(JsonNode given) {
        return given.has("$ref") ? document.at(given.get("$ref").asText().substring(1)) : given;
    }

    /** An example of an object or a list may be written as text. */
    private static JsonNode value(JsonNode example) throws IOException {
        String text = example.asText();
        return example.isTextual() && (text.startsWith("{") || text.startsWith("[")) ? JSON.readTree(text) : example;
    }

    private static String written(JsonNode example) {
        return example.isTextual() ? example.asText() : example.toString();
    }

    private RequestSpecification asked() throws IOException {
        return RestAssured.given()
                .header(
                        "Authorization",
                        "Bearer " + Files.readString(data.resolve("token")).strip());
    }
}
