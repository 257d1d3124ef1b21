package io.carillon.message;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.carillon.access.Tokens;
import io.carillon.channel.VendorAccounts;
import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class MessageResourceTest {
    @Inject
    Tokens tokens;

    @Inject
    Sql sql;

    @Inject
    VendorAccounts accounts;

    private String token = "";

    @BeforeEach
    void makeAToken() {
        token = tokens.create("messages " + UUID.randomUUID()).orElseThrow();
    }

    private RequestSpecification asked() {
        return given().header("Authorization", "Bearer " + token).contentType("application/json");
    }

    private String create(String body) {
        return asked().body(body)
                .post("/api/messages")
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
    }

    private ValidatableResponse preview(String location, String body) {
        return asked().body(body).post(location + "/preview").then();
    }

    @Test
    void keepsTheExampleAndShowsIt() {
        String location = create(MessageExamples.REQUEST);

        asked().get(location)
                .then()
                .statusCode(200)
                .body("name", equalTo("Mid-autumn gift"))
                .body("content.title.zh", equalTo("中秋好礼"))
                .body("channels", containsInAnyOrder("sms", "email", "push", "wechat.subscribe"))
                .body("createdBy", startsWith("messages "))
                .body("findings", empty());
        asked().get("/api/messages?limit=500").then().body("items.name", hasItem("Mid-autumn gift"));
        assertThat(sql.list(
                        "select action from audit_entry where subject = ?",
                        row -> row.getString(1),
                        "message:" + location.replaceAll(".*/", "")))
                .containsExactly("create");
    }

    @Test
    void keepsAMessageForSomeChannelsAndSaysWhatTheOthersLack() {
        asked().body("{\"name\": \"Only text\", \"content\": {\"defaultLocale\": \"zh\", \"text\": \"满减\"}}")
                .post("/api/messages")
                .then()
                .statusCode(201)
                .body("channels", contains("sms"))
                .body("findings.severity", hasItem("warning"))
                .body("findings.place", hasItems("/content/title", "/content/overrides/wechat.subscribe/bindings"));
    }

    @Test
    void refusesWithEveryFindingInTheLanguageAskedFor() {
        asked().header("Accept-Language", "zh")
                .body(
                        "{\"name\": \"\", \"content\": {\"defaultLocale\": \"zh\", \"text\": \"${7*7}\", \"titel\": \"x\"}}")
                .post("/api/messages")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:carillon:problem:invalid"))
                .body("findings.place", containsInAnyOrder("/name", "/content/text", "/content/titel"))
                .body("findings.code", containsInAnyOrder("missing", "not_in_dialect", "unknown_key"))
                .body("findings.message", hasItem(containsString("不能做计算")));
        asked().body("{\"name\": \"x\"}")
                .post("/api/messages")
                .then()
                .statusCode(400)
                .body("findings.place", hasItem("/content"));
        asked().body("{\"name\": \"x\", \"content\": {\"defaultLocale\": \"zh\"}}")
                .post("/api/messages")
                .then()
                .statusCode(400);
        asked().post("/api/messages").then().statusCode(400);
        asked().body("{\"naem\": \"x\"}").post("/api/messages").then().statusCode(400);
        given().contentType("application/json")
                .body(MessageExamples.REQUEST)
                .post("/api/messages")
                .then()
                .statusCode(401);
    }

    @Test
    void replacesAMessage() {
        String location = create(MessageExamples.REQUEST);

        asked().body(MessageExamples.REQUEST.replace("Mid-autumn gift", "Moon"))
                .put(location)
                .then()
                .statusCode(200)
                .body("name", equalTo("Moon"));
        asked().body(MessageExamples.REQUEST).put("/api/messages/999999").then().statusCode(404);
        asked().get("/api/messages/999999")
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:carillon:problem:not-found"));
    }

    @Test
    void ofTwoWhoReplaceTheSameMessageTheSecondIsTold() {
        String location = create(MessageExamples.REQUEST);
        asked().get(location).then().statusCode(200).header("ETag", equalTo("\"1\""));

        asked().header("If-Match", "\"1\"")
                .body(MessageExamples.REQUEST.replace("Mid-autumn gift", "First"))
                .put(location)
                .then()
                .statusCode(200)
                .header("ETag", equalTo("\"2\""));
        asked().header("If-Match", "\"1\"")
                .body(MessageExamples.REQUEST.replace("Mid-autumn gift", "Second"))
                .put(location)
                .then()
                .statusCode(412)
                .body("type", equalTo("urn:carillon:problem:version-changed"));
        asked().get(location)
                .then()
                .statusCode(200)
                .body("name", equalTo("First"))
                .body("version", equalTo(2));
        asked().body(MessageExamples.REQUEST).put(location).then().statusCode(200);
    }

    @Test
    void listsPageByPage() {
        create(MessageExamples.REQUEST);
        create(MessageExamples.REQUEST);
        String next = asked().get("/api/messages?limit=1")
                .then()
                .body("items", hasSize(1))
                .extract()
                .path("next");

        asked().queryParam("cursor", next).get("/api/messages?limit=1").then().body("items", hasSize(1));
        asked().get("/api/messages?cursor=!").then().statusCode(400);
        asked().get("/api/messages?limit=0").then().statusCode(400);
    }

    @Test
    void previewsForSomebodyMadeUp() {
        String location = create(MessageExamples.REQUEST);

        preview(location, MessageExamples.PREVIEW)
                .statusCode(200)
                .body("channels.channel", contains("sms", "email", "push", "wechat.subscribe"))
                .body("channels[0].locale", equalTo("zh"))
                .body("channels[0].fields.text", equalTo("王小明，满300减50，三天有效 https://shop.example/mid-autumn 拒收请回复R"))
                .body("channels[0].sms.parts", equalTo(1))
                .body("channels[0].sms.encoding", equalTo("ucs-2"))
                .body("channels[1].fields.html", containsString("王小明"))
                .body("channels[3].template.values.thing1", equalTo("中秋好礼"))
                .body("channels[3].account", equalTo("shop-service"));
        preview(location, "{\"profile\": {\"name\": \"<b>\"}, \"channel\": \"email\", \"locale\": \"en\"}")
                .body("channels", hasSize(1))
                .body("channels[0].fields.html", containsString("&lt;b&gt;, 50 off 300"))
                .body("channels[0].fields.html", not(containsString("<b>,")));
    }

    @Test
    void previewsForSomebodyKnownAndNamesWhatIsMissing() {
        String externalId = "P-" + UUID.randomUUID();
        sql.update(
                "insert into profile (external_id, identity_hash, city, locale) values (?, ?, '上海', 'en')",
                externalId,
                new byte[] {1});
        String location = create("""
                {"name": "Missing", "content": {"defaultLocale": "en", "text": "${name} of ${city}: ${traits.points}"}}""");

        preview(location, "{\"externalId\": \"" + externalId + "\", \"channel\": \"sms\"}")
                .statusCode(200)
                .body("channels[0].missing", contains("name", "traits.points"))
                .body("channels[0].fields", equalTo(java.util.Map.of()));
    }

    @Test
    void refusesAPreviewThatNamesNobodyOrNothing() {
        String location = create(MessageExamples.REQUEST);

        preview(location, "{}").statusCode(400).body("findings[0].place", equalTo("/externalId"));
        preview(location, "{\"externalId\": \"nobody\"}").statusCode(404);
        preview(location, "{\"profile\": {}, \"channel\": \"fax\", \"purpose\": \"spam\", \"locale\": \"??\"}")
                .statusCode(400)
                .body("findings.place", containsInAnyOrder("/channel", "/purpose", "/locale"));
        preview("/api/messages/999999", MessageExamples.PREVIEW).statusCode(404);
    }

    @Test
    void previewsForAnAccountOnlyWhatItSends() {
        String location = create(MessageExamples.REQUEST);
        account("free-texts", "twilio", "sms");
        account("templates-only", "aliyun", "sms");
        account("shop-service", "wechat", "wechat");
        String ask = "{\"profile\": {}, \"account\": \"%s\", \"channel\": \"%s\"}";

        preview(location, ask.formatted("nobody", "sms"))
                .statusCode(400)
                .body("findings.place", contains("/account"))
                .body("findings.code", contains("unknown_account"))
                .body("findings[0].expected", containsString("free-texts"));
        preview(location, ask.formatted("free-texts", "email"))
                .statusCode(400)
                .body("findings.place", contains("/account"))
                .body("findings.code", contains("other_channel"));
        preview(location, ask.formatted("free-texts", "sms"))
                .statusCode(200)
                .body("findings", empty())
                .body("channels[0].fields.text", containsString("满300减50"));
        preview(location, ask.formatted("templates-only", "sms"))
                .statusCode(200)
                .body("channels[0].fields", equalTo(java.util.Map.of()))
                .body("findings.place", contains("/content/overrides/sms/bindings/templates-only"))
                .body("findings[0].message", containsString("cannot send this sms form"));
        preview(location, "{\"profile\": {}, \"account\": \"shop-service\"}")
                .statusCode(200)
                .body("channels.channel", contains("sms", "email", "push", "wechat.subscribe"))
                .body("channels[3].template.id", equalTo("TM00001"));
    }

    @Test
    void previewsForSomebodyKnownWhatTheAccountSendsThatWouldSendToThem() {
        String externalId = "P-" + UUID.randomUUID();
        long profile = sql.one(
                "insert into profile (external_id, identity_hash, locale) values (?, ?, 'zh') returning id",
                row -> row.getLong(1),
                externalId,
                new byte[] {2});
        account("templates-only", "aliyun", "sms");
        account("free-texts", "twilio", "sms");
        sql.update("update vendor_account set countries = '{CN}', rank = 1 where name = 'templates-only'");
        sql.update("update vendor_account set rank = 2 where name = 'free-texts'");
        accounts.forget();
        String location = create("""
                {"name": "Both", "content": {"defaultLocale": "zh", "text": "中秋满减", "overrides": {"sms": {"bindings":
                  {"templates-only": {"signature": "钟楼", "template": "SMS_1", "params": {"name": "${name}"}}}}}}}""");
        String ask = "{\"externalId\": \"" + externalId + "\", \"channel\": \"sms\"}";

        preview(location, ask).statusCode(200).body("channels[0].account", nullValue());
        sql.update(
                "insert into address (profile_id, kind, cipher, hash, source, region) values (?, 'phone', ?, ?, 'test', 'CN')",
                profile,
                new byte[] {3},
                externalId.getBytes(StandardCharsets.UTF_8));
        preview(location, ask)
                .statusCode(200)
                .body("channels[0].account", equalTo("templates-only"))
                .body("channels[0].missing", contains("name"));
        sql.update("update profile set name = '丁' where id = ?", profile);
        preview(location, ask)
                .statusCode(200)
                .body("channels[0].template.id", equalTo("SMS_1"))
                .body("channels[0].template.values.name", equalTo("丁"));
        sql.update("update address set region = 'US' where profile_id = ?", profile);
        preview(location, ask)
                .statusCode(200)
                .body("channels[0].template", nullValue())
                .body("channels[0].fields.text", containsString("中秋满减"));
    }

    private void account(String name, String vendor, String kind) {
        sql.update(
                "insert into vendor_account (name, vendor, kind, mode, rate_limit, price)"
                        + " values (?, ?, ?, 'sandbox', 100, 0.045)",
                name,
                vendor,
                kind);
        accounts.forget();
    }

    @AfterEach
    void forgetAccounts() {
        sql.update("delete from vendor_account where name in ('free-texts', 'templates-only', 'shop-service')");
        accounts.forget();
    }
}
