package io.carillon.profile;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class PeopleRestTest {
    @ConfigProperty(name = "carillon.data")
    Path data;

    @Inject
    Sql sql;

    @Test
    void importsAFileAndShowsThePersonMasked() throws IOException {
        Response job = imported("会员号,姓名,手机号,邮箱,fcm_token,城市,标签,同意短信\n"
                + "R1,林小梅,13812341234,lotus.r1@example.com,dGVzdA:APA91bToken,上海,member,是 2026-05-31\n"
                + "R2,王,12345,,,,,\n");
        job.then()
                .body("state", equalTo("completed"))
                .body("created", equalTo(2))
                .body("findings", hasItem(Map.of("severity", "warning", "reason", "invalid_phone", "count", 1)));
        authorised()
                .header("Accept-Language", "zh-CN")
                .get(job.path("findingsAt").toString())
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].line", equalTo(3))
                .body("items[0].column", equalTo("手机号"))
                .body("items[0].message", equalTo("不是有效的手机号"))
                .body("next", nullValue());
        int id = find("phone", "138 1234 1234");
        authorised()
                .get("/api/profiles/" + id)
                .then()
                .statusCode(200)
                .body("externalId", equalTo("R1"))
                .body("city", equalTo("上海"))
                .body("tags", equalTo(List.of("member")))
                .body("addresses.address", hasItems("+86138****1234", "l***@example.com", "dGVz…oken"))
                .body("addresses.status", equalTo(List.of("active", "active", "active")))
                .body("consents[0].state", equalTo("granted"))
                .body("consentRecords[0].source", equalTo("import"))
                .body("suppressed", nullValue());
        assertThat(find("email", "Lotus.R1@EXAMPLE.com")).isEqualTo(id);
        assertThat(find("externalId", "R1")).isEqualTo(id);
    }

    @Test
    void streamsFilesThatAreLargerThanOtherBodiesMayBe() throws IOException {
        String csv = "external_id,name,trait_note\n"
                + IntStream.range(0, 8_000)
                        .mapToObj(i -> "L" + i + ",n," + "x".repeat(400) + "\n")
                        .collect(Collectors.joining());
        imported(csv).then().body("rowsRead", equalTo(8_000)).body("created", equalTo(8_000));
        String first = "/api/profiles?limit=500";
        Response page = authorised().get(first + "&cursor=");
        page.then().statusCode(200).body("items", hasSize(500)).body("next", notNullValue());
        authorised()
                .get(first + "&cursor=" + page.path("next"))
                .then()
                .body("items[0].id", greaterThan(page.<Integer>path("items[499].id")));
    }

    @Test
    void tagsAndUntags() throws IOException {
        imported("external_id\nT1\n");
        int id = find("externalId", "T1");
        authorised().post("/api/profiles/" + id + "/tags/老客户").then().statusCode(204);
        authorised().post("/api/profiles/" + id + "/tags/老客户").then().statusCode(204);
        assertThat(find("tag", "老客户")).isEqualTo(id);
        authorised().delete("/api/profiles/" + id + "/tags/老客户").then().statusCode(204);
        authorised().get("/api/profiles?tag=老客户").then().body("items", empty());
        authorised()
                .post("/api/profiles/" + id + "/tags/" + "x".repeat(65))
                .then()
                .statusCode(400);
        authorised().post("/api/profiles/99999999/tags/x").then().statusCode(404);
        assertThat(audited("tag", "profile:" + id)).isEqualTo(1);
        assertThat(audited("untag", "profile:" + id)).isEqualTo(1);
    }

    @Test
    void writesDownConsentWithItsProof() throws IOException {
        imported("external_id\nC1\n");
        int id = find("externalId", "C1");
        json("""
                {"channel": "sms", "purpose": "marketing", "state": "granted", "at": "2026-05-31T10:00:00Z",
                 "source": "signup form", "wording": "I agree to offers by text message"}""")
                .post("/api/profiles/" + id + "/consents")
                .then()
                .statusCode(200)
                .body("consents[0].state", equalTo("granted"));
        json("{\"channel\": \"sms\", \"purpose\": \"marketing\", \"state\": \"withdrawn\", \"source\": \"phone call\"}")
                .post("/api/profiles/" + id + "/consents")
                .then()
                .body("consents[0].state", equalTo("withdrawn"))
                .body("consentRecords.wording", hasItem("I agree to offers by text message"))
                .body("consentRecords.actor", hasItem(startsWith("local")));
        json("{\"channel\": \"fax\", \"purpose\": \"marketing\", \"state\": \"granted\", \"source\": \"\", \"at\": \"2999-01-01T00:00:00Z\"}")
                .post("/api/profiles/" + id + "/consents")
                .then()
                .statusCode(400)
                .body("findings.place", hasItems("/channel", "/source"));
        assertThat(audited("consent", "profile:" + id)).isEqualTo(2);
    }

    @Test
    void aNoCountsFromNowWhateverTimeItComesWithAndAYesThatIsStillToComeIsNone() throws IOException {
        imported("external_id,consent_sms\nC2,yes 2025-01-01\n");
        int id = find("externalId", "C2");
        said(id, "withdrawn", "2999-01-01T00:00:00Z").statusCode(200).body("consents[0].state", equalTo("withdrawn"));
        said(id, "granted", "2999-01-01T00:00:00Z")
                .statusCode(400)
                .body("findings.code", hasItem("consent_in_future"))
                .body("findings.message", hasItem("The yes lies in the future; what was known of the person stays"));

        // A clock that is a little ahead of ours.
        said(id, "granted", Instant.now().plusSeconds(30).toString())
                .statusCode(200)
                .body("consents[0].state", equalTo("granted"));
        said(id, "withdrawn", Instant.now().toString()).body("consents[0].state", equalTo("withdrawn"));
    }

    private ValidatableResponse said(int id, String state, String at) throws IOException {
        return json("""
                        {"channel": "sms", "purpose": "marketing", "state": "%s", "at": "%s", "source": "phone call"}""".formatted(state, at))
                .post("/api/profiles/" + id + "/consents")
                .then();
    }

    @Test
    void suppressesPeopleAndAddressesAndLiftsThemAgain() throws IOException {
        imported("external_id,phone\nS1,13812340001\nS2,13812340002\n");
        int first = find("externalId", "S1");
        String many = IntStream.range(1, 10_001).mapToObj(i -> "\"S" + i + "\"").collect(Collectors.joining(","));
        json("{\"externalIds\": [" + many + "], \"reason\": \"complaint\"}")
                .post("/api/suppressions")
                .then()
                .statusCode(200)
                .body("asked", equalTo(10_000))
                .body("changed", equalTo(10_000));
        json("{\"address\": {\"kind\": \"phone\", \"value\": \"138 1234 0001\"}, \"reason\": \"wrong number\"}")
                .post("/api/suppressions")
                .then()
                .body("changed", equalTo(1));
        authorised()
                .get("/api/profiles/" + first)
                .then()
                .body("suppressed.reason", equalTo("complaint"))
                .body("suppressed.actor", startsWith("local"))
                .body("addresses[0].isSuppressed", equalTo(true));
        Response page = authorised().get("/api/suppressions?limit=1");
        page.then().body("items[0].kind", notNullValue()).body("next", notNullValue());
        authorised()
                .get("/api/suppressions?limit=1&cursor=" + page.path("next"))
                .then()
                .body("items[0].id", not(equalTo(page.path("items[0].id"))));
        String id = page.path("items[0].id");
        authorised().delete("/api/suppressions/" + id).then().statusCode(204);
        authorised().delete("/api/suppressions/" + id).then().statusCode(404);
        json("{\"externalIds\": [" + many + "], \"addresses\": [{\"kind\": \"phone\", \"value\": \"+8613812340001\"}]}")
                .post("/api/suppressions/lift")
                .then()
                .body("asked", equalTo(10_001))
                .body("changed", equalTo(10_000));
        authorised().get("/api/profiles/" + first).then().body("suppressed", nullValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"reason\": \"x\"} | Say whom",
                "{\"externalId\": \"A1\"} | Say why",
                "{\"externalId\": \"A1\", \"reason\": \"x\", \"resaon\": 1} | resaon",
                "{\"address\": {\"kind\": \"phone\", \"value\": \"1\"}, \"reason\": \"x\"} | Not a phone number",
                "{\"address\": {\"kind\": \"fax\", \"value\": \"1\"}, \"reason\": \"x\"} | must be phone, mailbox",
                "{\"externalIds\": [], \"reason\": \"x\"} | externalIds",
                "null | request"
            })
    void saysWhatIsWrongWithASuppression(String body, String expected) {
        String answer = json(body)
                .post("/api/suppressions")
                .then()
                .statusCode(400)
                .extract()
                .asString();
        assertThat(answer).contains(expected);
    }

    @Test
    void refusesAnImportThatCannotBe() {
        authorised()
                .contentType("text/csv")
                .body("")
                .post("/api/imports")
                .then()
                .statusCode(400)
                .contentType(containsString("problem+json"));
        csv("external_id\nA1\n")
                .post("/api/imports?regoin=CN")
                .then()
                .statusCode(400)
                .body("findings.place", hasItem("regoin"));
        given().contentType("text/csv")
                .body("external_id\nA1\n")
                .post("/api/imports")
                .then()
                .statusCode(401);
        json("{}").post("/api/imports").then().statusCode(415);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/imports/999999, 404",
        "/api/imports/999999/findings, 404",
        "/api/imports?limit=501, 400",
        "/api/imports?cursor=!!, 400",
        "/api/profiles/999999999, 404",
        "/api/profiles?limit=0, 400",
        "/api/profiles?phone=12, 400",
        "/api/profiles?cursor=zzz, 400",
        "/api/suppressions?cursor=zzz, 400"
    })
    void answersBadQuestionsClearly(String path, int status) {
        authorised().get(path).then().statusCode(status).contentType(containsString("problem+json"));
    }

    private Response imported(String csv) throws IOException {
        Response started = csv(csv).post("/api/imports?fileName=people.csv");
        started.then().statusCode(202).body("state", notNullValue());
        String place = started.header("Location");
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> !List.of("waiting", "running")
                        .contains(authorised().get(place).<String>path("state")));
        return authorised().get(place);
    }

    private int find(String parameter, String value) {
        Response found = authorised().queryParam(parameter, value).get("/api/profiles");
        found.then().statusCode(200).body("items", hasSize(1));
        return found.path("items[0].id");
    }

    private long audited(String action, String subject) {
        return sql.one(
                "select count(*) from audit_entry where action = ? and subject = ?",
                row -> row.getLong(1),
                action,
                subject);
    }

    private RequestSpecification csv(String csv) {
        return authorised().contentType("text/csv; charset=UTF-8").body(csv);
    }

    private RequestSpecification json(String body) {
        return authorised().contentType("application/json").body(body);
    }

    private RequestSpecification authorised() {
        try {
            return given().header(
                            "Authorization",
                            "Bearer " + Files.readString(data.resolve("token")).strip());
        } catch (IOException missing) {
            throw new IllegalStateException("The first start writes a token into " + data, missing);
        }
    }
}
