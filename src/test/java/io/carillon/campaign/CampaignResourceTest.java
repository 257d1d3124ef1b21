package io.carillon.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.response.Response;
import java.nio.charset.Charset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class CampaignResourceTest extends CampaignCalls {

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
    void takesNoBytesThatAreNotTheTextTheyAreSaidToBe() {
        byte[] gb18030 = definition("order: [sms]").replace("Moon", "中秋会员礼").getBytes(Charset.forName("GB18030"));

        for (String type : List.of("application/yaml", "application/json", "application/yaml; charset=utf-8")) {
            api().config(RestAssured.config()
                            .encoderConfig(EncoderConfig.encoderConfig()
                                    .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                    .contentType(type)
                    .header("Accept-Language", "zh")
                    .body(gb18030)
                    .post("/api/campaigns")
                    .then()
                    .statusCode(400)
                    .body("findings[0].code", equalTo("not_in_charset"))
                    .body("findings[0].line", equalTo(2))
                    .body("findings[0].message", containsString("UTF-8"));
        }
        api().contentType("application/yaml; charset=klingon")
                .body(gb18030)
                .post("/api/campaigns")
                .then()
                .statusCode(400)
                .body("findings[0].code", equalTo("unknown_charset"));
        api().contentType("application/yaml; charset=gb18030")
                .body(gb18030)
                .post("/api/campaigns")
                .then()
                .statusCode(201)
                .body("name", equalTo("中秋会员礼"));
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
                .body("policy", hasSize(12))
                .body("policy.find { it.reason == 'refused' }.action", equalTo("stop"))
                .body("policy.find { it.reason == 'refused' }.isDefault", is(false))
                .body("policy.find { it.reason == 'unknown' }.action", equalTo("leave"))
                .body("policy.find { it.reason == 'unknown' }.isDefault", is(true))
                .body("order[0].openFor", equalTo("2h"))
                .body("schedule.zone", equalTo("Asia/Shanghai"))
                .body("findings.code", hasItem("no_account_for_channel"));
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
}
