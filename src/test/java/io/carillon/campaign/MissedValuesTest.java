package io.carillon.campaign;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.VendorAccounts;
import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.carillon.segment.People;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowingConsumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of people whose values a text lacks: by the dry run of all of them, by a launch of some. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class MissedValuesTest {
    private static final String MISSED = "findings.findAll { it.code == 'variable_missing' }.";

    @ConfigProperty(name = "carillon.data")
    Path data;

    @Inject
    Sql sql;

    @Inject
    VendorAccounts accounts;

    private String city = "";

    /** Ten people with a phone; three of them have a coupon, and one of these a blank one. */
    @BeforeEach
    void accountAndPeople() {
        sql.update("insert into vendor_account (name, vendor, kind, mode, rate_limit, price)"
                + " values ('bell', 'test-bell', 'sms', 'sandbox', 100, 0.045) on conflict do nothing");
        accounts.forget();
        city = "Lacunia-" + UUID.randomUUID();
        People people = new People(sql);
        for (int i = 0; i < 10; i++) {
            String traits = i == 0 ? "{\"coupon\": \"  \"}" : i < 3 ? "{\"coupon\": " + i + "}" : "{}";
            long id = people.add(city + i, city, traits);
            people.address(id, "phone", city + i, "CN");
            people.consent(id, "sms", "granted");
        }
    }

    @Test
    void theDryRunCountsNobodyWhomATextCannotBeFilledInFor() {
        JsonPath told = validated("text: { zh: \"券号 ${traits.coupon}\" }");

        Map<String, Object> sms = told.getMap("estimate.channels[0]");
        assertThat(sms)
                .containsEntry("withAddress", 10)
                .containsEntry("reachable", 2)
                .containsEntry("parts", 2);
        assertThat(told.getMap("estimate.channels[0].gaps")).isEqualTo(Map.of("missing_variable", 8));
        assertThat(told.getFloat("estimate.costs[0].amount")).isEqualTo(0.09f);
        assertThat(told.getInt("estimate.reachable")).isEqualTo(2);
        assertThat(told.getString("findings[0].code")).isEqualTo("variable_missing");
        assertThat(told.getString("findings[0].message")).contains("'traits.coupon'", "sms", "8 of 10");
    }

    @Test
    void theFindingNamesTheTextThatMissesTheValue() {
        String given = "text: { zh: 好礼, en: Gifts }, overrides: { sms: { text: %s } }";

        assertThat(places("text: { zh: \"券号 ${traits.coupon}\" }")).containsExactly("/message/text/zh");
        assertThat(places("text: \"券号 ${traits.coupon}\"")).containsExactly("/message/text");
        assertThat(places(given.formatted("{ zh: \"券号 ${traits.coupon}\", en: A }")))
                .containsExactly("/message/overrides/sms/text/zh");
        assertThat(places(given.formatted("{ zh: \"<#if city??>${traits.coupon}</#if>\", en: A }")))
                .containsExactly("/message/overrides/sms/text/zh");
    }

    @Test
    void ofTwoTextsOfAFormTheFindingNamesTheOneWithoutADefault() {
        String sms = "text: { zh: \"%s\" }, link: \"https://shop.example/go?c=%s\"";

        assertThat(places(sms.formatted("${traits.coupon!'无'}", "${traits.coupon}")))
                .containsExactly("/message/link");
        assertThat(places(sms.formatted("${traits.coupon}", "${traits.coupon!'none'}")))
                .containsExactly("/message/text/zh");
    }

    @Test
    void everyValueIsToldOnEveryChannel() {
        sql.update("insert into vendor_account (name, vendor, kind, mode, rate_limit, price)"
                + " values ('postbox', 'test-letter', 'email', 'sandbox', 100, 0) on conflict do nothing");
        accounts.forget();
        giveMailboxes();
        long id = draft("text: { zh: \"${traits.level}，${traits.b}，${city}\" }", "sms, email");

        JsonPath told = post(id, "validate", 200);

        assertThat(told.getList(MISSED + "place")).hasSize(4).containsOnly("/message/text/zh");
        assertThat(told.getList(MISSED + "message", String.class))
                .satisfiesExactlyInAnyOrder(
                        says("traits.level", "sms"),
                        says("traits.b", "sms"),
                        says("traits.level", "email"),
                        says("traits.b", "email"));
        assertThat(post(id, "launch", 202).getList(MISSED + "message")).isEqualTo(told.getList(MISSED + "message"));
    }

    @AfterEach
    void leaveNoAccountForOtherTests() {
        sql.update("delete from vendor_account where name = 'postbox'");
        accounts.forget();
    }

    private static ThrowingConsumer<String> says(String value, String channel) {
        return message -> assertThat(message).contains("'" + value + "'", " " + channel + " takes ", "10 of 10");
    }

    private void giveMailboxes() {
        People people = new People(sql);
        sql.list("select id from profile where city = ?", row -> row.getLong(1), city)
                .forEach(id -> {
                    people.address(id, "mailbox", city + id, null);
                    people.consent(id, "email", "granted");
                });
    }

    @Test
    void aLaunchRepeatsWhatTheDryRunTold() {
        long id = draft("text: { zh: \"券号 ${traits.coupon}\" }");
        List<Object> told = post(id, "validate", 200).getList("findings");

        assertThat(post(id, "launch", 202).getList("findings")).isEqualTo(told).hasSize(1);
    }

    @Test
    void aLaunchToPeopleWhoHaveAllHasNothingToTell() {
        assertThat(post(draft("text: { zh: \"${name!'会员'}，好礼\" }"), "launch", 202)
                        .getList("findings"))
                .isEmpty();
    }

    @Test
    void aLaunchLooksAtTheFewOfASmallSegmentHoweverManyOthersThereAre() {
        String crowd = "crowd-" + UUID.randomUUID();
        sql.update("""
                insert into profile (external_id, identity_hash, city)
                select ? || n, sha256((? || n)::bytea), ? from generate_series(1, 40000) n""", crowd, crowd, crowd);
        try {
            city = "Lacunia-" + UUID.randomUUID();
            People people = new People(sql);
            for (int i = 0; i < 3; i++) {
                people.address(people.add(city + i, city, "{}"), "phone", city + i, "CN");
            }
            long id = draft("text: { zh: \"券号 ${traits.coupon}\" }");
            List<Object> told = post(id, "validate", 200).getList("findings.code");

            assertThat(told).contains("nobody_reachable");
            assertThat(post(id, "launch", 202).getList("findings.code")).isEqualTo(told);
        } finally {
            sql.update("delete from profile where city = ?", crowd);
        }
    }

    private List<String> places(String message) {
        return validated(message).getList("findings.place");
    }

    private JsonPath validated(String message) {
        return post(draft(message), "validate", 200);
    }

    private JsonPath post(long id, String what, int status) {
        return api().post("/api/campaigns/" + id + "/" + what)
                .then()
                .statusCode(status)
                .extract()
                .jsonPath();
    }

    private long draft(String message) {
        return draft(message, "sms");
    }

    private long draft(String message, String order) {
        String definition = """
                kind: campaign
                name: Moon
                purpose: marketing
                segment: { trait: city, eq: %s }
                message: { defaultLocale: zh, title: Moon, %s }
                channels: { order: [%s] }
                schedule: { start: now, zone: Asia/Shanghai }
                """.formatted(city, message, order);
        return api().contentType("application/yaml; charset=utf-8")
                .body(definition.getBytes(StandardCharsets.UTF_8))
                .post("/api/campaigns")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private RequestSpecification api() {
        try {
            return given().auth().oauth2(Files.readString(data.resolve("token")).strip());
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
