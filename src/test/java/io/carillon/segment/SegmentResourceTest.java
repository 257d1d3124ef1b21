package io.carillon.segment;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class SegmentResourceTest {
    @ConfigProperty(name = "carillon.data")
    Path data;

    @Inject
    Sql sql;

    @BeforeEach
    void people() {
        if (sql.first("select 1 from profile where external_id = 'seg-a'", row -> row.getInt(1))
                .isEmpty()) {
            People people = new People(sql);
            long a = people.add("seg-a", "Segmentia", "{}");
            people.address(a, "phone", "seg-a-phone", "CN");
            people.consent(a, "sms", "granted");
            people.add("seg-b", "Segmentia", "{}");
        }
    }

    @Test
    void previewCountsSamplesAndTellsTheReach() {
        json("{\"rule\": {\"trait\": \"city\", \"eq\": \"Segmentia\"}}")
                .post("/api/segments/preview")
                .then()
                .statusCode(200)
                .body("people", equalTo(2))
                .body("reachable", equalTo(1))
                .body("sample.externalId", contains("seg-a", "seg-b"))
                .body("sample[0].name", equalTo("王…"))
                .body("channels.find { it.channel == 'sms' }.withAddress", equalTo(1))
                .body("channels.find { it.channel == 'sms' }.gaps.no_address", equalTo(1));
    }

    @Test
    void previewWarnsOfTraitsAndTagsThatNobodyHas() {
        json("{\"rule\": {\"all\": [{\"trait\": \"city\", \"eq\": \"Segmentia\"},"
                        + " {\"not\": {\"trait\": \"trait_of_nobody\", \"eq\": \"gold\"}}, {\"not\": {\"tag\": \"of-nobody\"}}]}}")
                .post("/api/segments/preview")
                .then()
                .statusCode(200)
                .body("people", equalTo(2))
                .body("findings.code", contains("unused_trait", "unused_tag"))
                .body("findings.severity", contains("warning", "warning"))
                .body("findings[0].message", containsString("trait_of_nobody"));
    }

    @Test
    void previewNamesThePlaceOfAMistake() {
        json("{\"rule\": {\"all\": [{\"trait\": \"citty\", \"eq\": \"x\"}]}, \"purpose\": \"marketting\"}")
                .post("/api/segments/preview")
                .then()
                .statusCode(400)
                .body("findings.place", contains("/purpose", "/rule/all/0/trait"))
                .body("findings[1].message", containsString("Did you mean 'city'?"));
        json("{}").post("/api/segments/preview").then().statusCode(400).body("findings.place", hasItem("/rule"));
        api().contentType("application/json")
                .post("/api/segments/preview")
                .then()
                .statusCode(400);
    }

    @Test
    void segmentsAreMadeChangedListedAndRemoved() {
        Response made = json("{\"name\": \"all-of-it\", \"rule\": {\"everyone\": true}}")
                .post("/api/segments");
        made.then().statusCode(201).body("name", equalTo("all-of-it")).body("rule.everyone", equalTo(true));
        String path = "/api/segments/" + made.jsonPath().getLong("id");

        json("{\"name\": \"all-of-it\", \"rule\": {\"everyone\": true}}")
                .post("/api/segments")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:carillon:problem:name-taken"));
        json("{\"name\": \"\", \"rule\": {\"tagg\": 1}}")
                .post("/api/segments")
                .then()
                .statusCode(400)
                .body("findings.place", contains("/name", "/rule/tagg"));
        String using = json("{\"name\": \"itself\", \"rule\": {\"segment\": \"all-of-it\"}}")
                .post("/api/segments")
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        json("{\"name\": \"all-of-it\", \"rule\": {\"tag\": \"member\"}}")
                .put(path)
                .then()
                .statusCode(200)
                .body("rule.tag", equalTo("member"));
        api().get("/api/segments?limit=500").then().body("items.name", hasItem("all-of-it"));
        api().delete(using).then().statusCode(204);
        api().delete(path).then().statusCode(204);
        api().get(path).then().statusCode(404);
        api().delete(path).then().statusCode(404);
    }

    @Test
    void ofTwoWhoChangeTheSameSegmentTheSecondIsTold() {
        long id = saved("{\"name\": \"Edited\", \"rule\": {\"everyone\": true}}");
        api().get("/api/segments/" + id).then().statusCode(200).header("ETag", equalTo("\"1\""));
        String change = "{\"name\": \"Edited\", \"rule\": {\"tag\": \"%s\"}}";

        json(change.formatted("first"))
                .header("If-Match", "\"1\"")
                .put("/api/segments/" + id)
                .then()
                .statusCode(200)
                .header("ETag", equalTo("\"2\""))
                .body("version", equalTo(2));
        json(change.formatted("second"))
                .header("If-Match", "\"1\"")
                .put("/api/segments/" + id)
                .then()
                .statusCode(412)
                .body("type", equalTo("urn:carillon:problem:version-changed"));
        api().get("/api/segments/" + id).then().statusCode(200).body("rule.tag", equalTo("first"));
        json(change.formatted("third"))
                .header("If-Match", "first")
                .put("/api/segments/" + id)
                .then()
                .statusCode(400)
                .body("findings.place", contains("If-Match"));
        json(change.formatted("whoever")).put("/api/segments/" + id).then().statusCode(200);
        api().delete("/api/segments/" + id).then().statusCode(204);
    }

    @Test
    void aSegmentIsNotMadeToLeadBackToItself() {
        int first = json("{\"name\": \"ring-a\", \"rule\": {\"tag\": \"vip\"}}")
                .post("/api/segments")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        json("{\"name\": \"ring-b\", \"rule\": {\"all\": [{\"segment\": \"ring-a\"}]}}")
                .post("/api/segments")
                .then()
                .statusCode(201);

        json("{\"name\": \"ring-a\", \"rule\": {\"segment\": \"ring-b\"}}")
                .put("/api/segments/" + first)
                .then()
                .statusCode(400)
                .body("findings[0].place", equalTo("/rule/segment"));

        json("{\"rule\": {\"segment\": \"ring-b\"}}")
                .post("/api/segments/preview")
                .then()
                .statusCode(200);
    }

    @Test
    void aSegmentThatOthersUseStaysAndTheyAreNamed() {
        long used = saved("{\"name\": \"Used\", \"rule\": {\"everyone\": true}}");
        long byName = saved("{\"name\": \"Group\", \"rule\": {\"not\": {\"all\": [{\"segment\": \"Used\"}]}}}");
        String draft = json("""
                        {"kind": "campaign", "name": "Draft of it", "purpose": "marketing", "segment": %d,
                         "message": {"defaultLocale": "zh", "text": "x"}, "channels": {"order": ["sms"]}}""".formatted(used))
                .post("/api/campaigns")
                .then()
                .statusCode(201)
                .extract()
                .header("Location");

        api().delete("/api/segments/" + used)
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:carillon:problem:segment-in-use"))
                .body("detail", containsString("segment " + byName + " (\"Group\")"))
                .body("detail", containsString("(\"Draft of it\")"));
        json("{\"name\": \"Renamed\", \"rule\": {\"everyone\": true}}")
                .put("/api/segments/" + used)
                .then()
                .statusCode(409)
                .body("detail", containsString("(\"Group\")"))
                .body("detail", not(containsString("Draft of it")));
        json("{\"name\": \"Used\", \"rule\": {\"tag\": \"member\"}}")
                .put("/api/segments/" + used)
                .then()
                .statusCode(200);
        api().post(draft + "/cancel").then().statusCode(200);
        api().delete("/api/segments/" + byName).then().statusCode(204);
        api().delete("/api/segments/" + used).then().statusCode(204);
    }

    private long saved(String segment) {
        return json(segment)
                .post("/api/segments")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    @Test
    void aListIsNamedInTheBodyOrTheQueryButNotTwice() {
        json("{\"externalIds\": [\"seg-a\"]}")
                .post("/api/lists?name=spring-list")
                .then()
                .statusCode(201)
                .body("name", equalTo("spring-list"));
        json("{\"name\": \"summer-list\", \"externalIds\": [\"seg-a\"]}")
                .post("/api/lists?name=winter-list")
                .then()
                .statusCode(400)
                .body("findings[0].code", equalTo("name_twice"))
                .body("findings[0].message", containsString("said twice"));
    }

    @Test
    void listsFeedRules() {
        Response made = api().contentType("text/plain")
                .body("seg-a\nnobody-here\n\nseg-a\n")
                .post("/api/lists?name=autumn-list");
        made.then()
                .statusCode(201)
                .body("people", equalTo(1))
                .body("added", equalTo(1))
                .body("unknown", equalTo(1))
                .body("unknownExamples", contains("nobody-here"));
        String entries = "/api/lists/" + made.jsonPath().getLong("id") + "/entries";

        json("{\"externalIds\": [\"seg-a\", \"seg-b\"]}")
                .post(entries)
                .then()
                .body("added", equalTo(1))
                .body("people", equalTo(2));
        json("{\"rule\": {\"list\": \"autumn-list\"}}")
                .post("/api/segments/preview")
                .then()
                .body("people", equalTo(2));
        json("{\"rule\": {\"list\": \"autum-list\"}}")
                .post("/api/segments/preview")
                .then()
                .statusCode(400)
                .body("findings[0].message", containsString("Did you mean 'autumn-list'?"));
        json("{\"name\": \"autumn-list\", \"externalIds\": [\"seg-a\"]}")
                .post("/api/lists")
                .then()
                .statusCode(409);
        json("{\"name\": \"empty\", \"externalIds\": []}")
                .post("/api/lists")
                .then()
                .statusCode(400);
        json("{\"externalIds\": [\"x\"]}")
                .post("/api/lists/999999/entries")
                .then()
                .statusCode(404);
    }

    private RequestSpecification json(String body) {
        return api().contentType("application/json").body(body);
    }

    private RequestSpecification api() {
        try {
            return given().header(
                            "Authorization",
                            "Bearer " + Files.readString(data.resolve("token")).strip());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
