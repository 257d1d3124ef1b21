package io.carillon.campaign;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.carillon.channel.VendorAccounts;
import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.carillon.segment.People;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class CampaignResourceTest {
    private static final String CITY = "Lunaria";

    @ConfigProperty(name = "carillon.data")
    Path data;

    @Inject
    Sql sql;

    @Inject
    VendorAccounts accounts;

    @BeforeEach
    void accountAndPeople() {
        sql.update("insert into vendor_account (name, vendor, kind, mode, rate_limit, price)"
                + " values ('bell', 'test-bell', 'sms', 'sandbox', 100, 0.045) on conflict do nothing");
        accounts.forget();
        if (sql.one("select count(*) from profile where city = ?", row -> row.getLong(1), CITY) == 0) {
            People people = new People(sql);
            for (int i = 0; i < 10; i++) {
                long id = people.add("luna-" + i, CITY, "{}");
                if (i < 8) {
                    people.address(id, "phone", "luna-phone-" + i, "CN");
                }
                if (i < 6) {
                    people.consent(id, "sms", "granted");
                }
            }
        }
    }

    @Test
    void takesADefinitionAsYamlAndSaysWhereToGo() {
        Response made = yaml(definition("order: [sms]")).post("/api/campaigns");

        made.then()
                .statusCode(201)
                .header("ETag", "\"1\"")
                .body("state", equalTo("draft"))
                .body("version", equalTo(1))
                .body("definition.channels.order", contains("sms"))
                .body("links.launch", equalTo("/api/campaigns/" + id(made) + "/launch"));
        assertThat(made.header("Location")).endsWith("/api/campaigns/" + id(made));
        api().get("/api/campaigns/" + id(made)).then().statusCode(200).body("name", equalTo("Moon"));
        api().get("/api/campaigns?state=draft&limit=500").then().body("items.id", hasItem((int) id(made)));
        api().get("/api/campaigns?state=running").then().body("items.state", everyItem(is("running")));
    }

    @Test
    void theSameKeyMakesOneDraftAndIsRefusedForAnother() {
        String key = UUID.randomUUID().toString();
        String definition = definition("order: [sms]");
        Response first = yaml(definition).header("Idempotency-Key", key).post("/api/campaigns");
        Response repeat = yaml(definition).header("Idempotency-Key", key).post("/api/campaigns");

        assertThat(first.statusCode()).isEqualTo(201);
        repeat.then().statusCode(201).header("ETag", "\"1\"").header("Idempotent-Replayed", "true");
        assertThat(repeat.header("Location")).isEqualTo(first.header("Location"));
        assertThat(id(repeat)).isEqualTo(id(first));
        yaml(definition.replace("Moon", "Sun"))
                .header("Idempotency-Key", key)
                .post("/api/campaigns")
                .then()
                .statusCode(422)
                .body("type", equalTo("urn:carillon:problem:idempotency-key-reused"));
        String path = "/api/campaigns/" + id(first) + "/launch";
        api().header("Idempotency-Key", key)
                .header("If-Match", "\"1\"")
                .post(path)
                .then()
                .statusCode(202);
        api().header("Idempotency-Key", key)
                .header("If-Match", "\"2\"")
                .post(path)
                .then()
                .statusCode(422);
    }

    @Test
    void answersMisspellingsWithTheirLine() {
        yaml(definition("ordr: [sms]"))
                .post("/api/campaigns")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:carillon:problem:invalid"))
                .body("findings.find { it.place == '/channels/ordr' }.line", equalTo(7))
                .body(
                        "findings.find { it.place == '/channels/ordr' }.message",
                        containsString("Did you mean 'order'?"));
        api().contentType("application/json")
                .body("{\"kind\": ")
                .post("/api/campaigns")
                .then()
                .statusCode(400);
        api().contentType("text/csv")
                .body("a,b")
                .post("/api/campaigns")
                .then()
                .statusCode(415)
                .header("Accept", containsString("application/yaml"))
                .body("detail", containsString("the header Accept says which it takes"));
        api().get("/api/campaigns?state=drafts").then().statusCode(400).body("detail", containsString("draft"));
    }

    @Test
    void editsADraftOnlyFromTheVersionThatWasRead() {
        long id = create(definition("order: [sms]"));
        String path = "/api/campaigns/" + id;
        String changed = definition("order: [sms, email]");

        yaml(changed).put(path).then().statusCode(428).body("detail", containsString("If-Match"));
        yaml(changed).header("If-Match", "\"7\"").put(path).then().statusCode(412);
        yaml(changed).header("If-Match", "three").put(path).then().statusCode(400);
        yaml(definition("ordr: [x]"))
                .header("If-Match", "\"1\"")
                .put(path)
                .then()
                .statusCode(400);
        yaml(changed)
                .header("If-Match", "\"1\"")
                .put(path)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("definition.channels.order", contains("sms", "email"));
        yaml(changed).header("If-Match", "\"1\"").put(path).then().statusCode(412);
    }

    @Test
    void validateTellsReachPartsCostAndTheWholePolicy() {
        long id = create(definition("order: [sms, email]\n  on: { refused: stop }"));

        api().post("/api/campaigns/" + id + "/validate")
                .then()
                .statusCode(200)
                .body("isLaunchable", is(true))
                .body("estimate.people", equalTo(10))
                .body("estimate.reachable", equalTo(6))
                .body("estimate.channels[0].withAddress", equalTo(8))
                .body("estimate.channels[0].gaps.no_consent", equalTo(2))
                .body("estimate.channels[0].gaps.no_address", equalTo(2))
                .body("estimate.channels[0].accounts.bell", equalTo(6))
                .body("estimate.channels[0].parts", equalTo(6))
                .body("estimate.costs[0].currency", equalTo("CNY"))
                .body("estimate.costs[0].amount", equalTo(0.27f))
                .body("policy", hasSize(11))
                .body("policy.find { it.reason == 'refused' }.action", equalTo("stop"))
                .body("policy.find { it.reason == 'refused' }.isDefault", is(false))
                .body("policy.find { it.reason == 'unknown' }.action", equalTo("leave"))
                .body("policy.find { it.reason == 'unknown' }.isDefault", is(true))
                .body("order[0].openFor", equalTo("2h"))
                .body("schedule.zone", equalTo("Asia/Shanghai"))
                .body("findings.code", hasItem("no_account_for_channel"));
    }

    @Test
    void launchRefusesAnEndThatPassed() {
        long id = create(definition("order: [sms]").replace("start: now", "start: now, end: 2020-01-01T00:00"));

        api().post("/api/campaigns/" + id + "/launch")
                .then()
                .statusCode(400)
                .body("findings.place", contains("/schedule/end"))
                .body("findings.code", contains("end_passed"));
    }

    @Test
    void launchPinsEverythingOnceAndAnswersTheSameForTheSameKey() {
        long id = create(definition("order: [sms]"));
        String path = "/api/campaigns/" + id + "/launch";
        String key = UUID.randomUUID().toString();

        Response first = api().header("Idempotency-Key", key).post(path);
        Response repeat = api().header("Idempotency-Key", key).post(path);

        first.then()
                .statusCode(202)
                .body("id", equalTo((int) id))
                .body("state", equalTo("scheduled"))
                .body("links.progress", equalTo("/api/campaigns/" + id + "/progress"));
        assertThat(repeat.statusCode()).isEqualTo(202);
        assertThat(repeat.body().asString()).isEqualTo(first.body().asString());
        api().post(path)
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:carillon:problem:launched-already"))
                .body("detail", containsString("/api/campaigns/" + id + "/copy"));
        assertThat(pinned(id)).contains("\"city\"").contains("\"sms\"").contains("满300减50");
        api().get("/api/campaigns/" + id).then().body("launchedAt", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"launch", "copy"})
    void anotherBodyUnderTheSameKeyIsRefusedThoughNothingIsReadFromIt(String call) {
        String path = "/api/campaigns/" + create(definition("order: [sms]")) + "/" + call;
        String key = UUID.randomUUID().toString();
        String withBody = UUID.randomUUID().toString();

        Response first = api().header("Idempotency-Key", key).post(path);
        assertThat(first.statusCode()).isBetween(201, 202);
        for (String other : List.of("{\"a\":1}", "not json")) {
            api().contentType("application/json")
                    .body(other)
                    .header("Idempotency-Key", key)
                    .post(path)
                    .then()
                    .statusCode(422)
                    .body("type", equalTo("urn:carillon:problem:idempotency-key-reused"));
        }
        Response empty = api().body("").header("Idempotency-Key", key).post(path);
        assertThat(empty.statusCode()).isEqualTo(first.statusCode());
        assertThat(empty.header("Idempotent-Replayed")).isEqualTo("true");
        if (call.equals("copy")) {
            api().body("{\"a\":1}")
                    .header("Idempotency-Key", withBody)
                    .post(path)
                    .then()
                    .statusCode(201);
            api().body("{\"a\":2}")
                    .header("Idempotency-Key", withBody)
                    .post(path)
                    .then()
                    .statusCode(422);
        }
    }

    @Test
    void launchRepeatsThatThereIsNobody() {
        long empty = create(definition("order: [sms]").replace(CITY, "Nobodysville"));

        api().post("/api/campaigns/" + empty + "/launch")
                .then()
                .statusCode(202)
                .body("findings.findAll { it.place == '/segment' }.code", contains("nobody"));
        api().post("/api/campaigns/" + create(definition("order: [sms]")) + "/launch")
                .then()
                .statusCode(202)
                .body("findings.code", not(hasItem("nobody")));
    }

    @Test
    void aLaunchedCampaignIsCopiedNotEdited() {
        long id = create(definition("order: [sms]"));
        api().post("/api/campaigns/" + id + "/launch").then().statusCode(202);

        yaml(definition("order: [sms]"))
                .header("If-Match", "\"1\"")
                .put("/api/campaigns/" + id)
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:carillon:problem:not-a-draft"));
        api().queryParam("name", "Second moon")
                .post("/api/campaigns/" + id + "/copy")
                .then()
                .statusCode(201)
                .body("id", greaterThan((int) id))
                .body("state", equalTo("draft"))
                .body("definition.name", equalTo("Second moon"));
        api().post("/api/campaigns/" + id + "/copy").then().statusCode(201).body("name", equalTo("Moon"));
        api().queryParam("name", "two\nlines")
                .post("/api/campaigns/" + id + "/copy")
                .then()
                .statusCode(400);
        api().post("/api/campaigns/999999/copy").then().statusCode(404);
    }

    @Test
    void aLaunchThatIsRefusedChangesNothing() {
        long id = create(definition("order: [push]"));

        api().post("/api/campaigns/" + id + "/launch")
                .then()
                .statusCode(400)
                .body("findings.code", hasItem("no_account_at_all"));

        api().get("/api/campaigns/" + id).then().body("state", equalTo("draft"));
        assertThat(sql.first("select 1 from run where id = ?", row -> row.getInt(1), id))
                .isEmpty();
        api().header("If-Match", "\"9\"")
                .post("/api/campaigns/" + id + "/launch")
                .then()
                .statusCode(412);
    }

    @Test
    void ofManyLaunchesAtOnceExactlyOneIsTaken() throws Exception {
        long id = create(definition("order: [sms]"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Integer> launch =
                    () -> api().post("/api/campaigns/" + id + "/launch").statusCode();
            List<Future<Integer>> answers =
                    threads.invokeAll(List.of(launch, launch, launch, launch, launch, launch, launch, launch));
            int taken = 0;
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isIn(202, 409);
                taken += answer.get() == 202 ? 1 : 0;
            }
            assertThat(taken).isEqualTo(1);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void theRuleOfASavedSegmentIsPinnedAtLaunch() {
        api().contentType("application/json")
                .body("{\"name\": \"lunarians\", \"rule\": {\"trait\": \"city\", \"eq\": \"" + CITY + "\"}}")
                .post("/api/segments")
                .then()
                .statusCode(201);
        long id = create(definition("order: [sms]").replaceFirst("segment: .*", "segment: lunarians"));
        api().post("/api/campaigns/" + id + "/launch").then().statusCode(202);

        assertThat(pinned(id)).contains("\"trait\"").doesNotContain("lunarians");
        yaml(definition("order: [sms]").replaceFirst("segment: .*", "segment: lunarian"))
                .post("/api/campaigns")
                .then()
                .statusCode(400)
                .body("findings[0].message", containsString("Did you mean 'lunarians'?"))
                .body("findings.place", not(hasItem("")));
    }

    private String pinned(long id) {
        return sql.one("select pinned::text from run where id = ?", row -> row.getString(1), id);
    }

    private long create(String definition) {
        Response made = yaml(definition).post("/api/campaigns");
        assertThat(made.statusCode()).as(made.body().asString()).isEqualTo(201);
        return id(made);
    }

    private static long id(Response made) {
        return made.jsonPath().getLong("id");
    }

    private RequestSpecification yaml(String definition) {
        return api().contentType("application/yaml; charset=utf-8").body(definition.getBytes(StandardCharsets.UTF_8));
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

    private static String definition(String channels) {
        return """
                kind: campaign
                name: Moon
                purpose: marketing
                segment: { trait: city, eq: %s }
                message: { defaultLocale: zh, title: { zh: 中秋好礼 }, text: { zh: "${name!'会员'}，满300减50" } }
                channels:
                  %s
                schedule: { start: now, zone: Asia/Shanghai }
                """.formatted(CITY, channels);
    }
}
