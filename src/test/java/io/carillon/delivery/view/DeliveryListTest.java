package io.carillon.delivery.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeliveryListTest extends TownTest {
    @Inject
    Sql sql;

    @Test
    void showsTheIdThatAMailWentOutWithWhereTheVendorGivesNone() {
        town.mailbox(town.person("written"), "written");
        String refused = town.mailbox(town.person("refused"), "refused");
        town.phone(town.person("called"), "-1");
        town.email.answer("*", message -> new SendResult.Accepted(null));
        town.email.answer(refused, message -> new SendResult.Refused(Reason.BOUNCED, "550"));
        long run = town.launch("");
        town.work();

        assertThat(vendorId(run, "accepted", "email")).matches(run + "-\\d+-1@letter");
        assertThat(vendorId(run, "refused", "email")).isNull();
        assertThat(vendorId(run, "accepted", "sms")).startsWith("ring-" + run);
        assertThat(vendorId(run, "passed", "sms")).isNull();
        assertThat(step(run, "passed", "sms", "led")).isEqualTo("next");
        // There is no channel behind email.
        assertThat(step(run, "refused", "email", "led")).isEqualTo("stop");
    }

    @Test
    void everyGapOfARunLeadsToExactlyItsPeople() {
        String gone = town.phone(town.person("gone"), "-gone");
        town.mailbox(town.person("written"), "written");
        long bounced = town.person("bounced");
        town.mailbox(bounced, "bounced");
        sql.update(
                "update address set status = 'bounced', status_at = clock_timestamp() - interval '1 day' where profile_id = ?",
                bounced);
        town.person("nothing");
        town.sms.answer(gone, message -> new SendResult.Refused(Reason.NOT_REACHABLE, "1"));
        long run = town.launch("");
        town.work();

        JsonPath gaps = town.api()
                .get("/api/campaigns/" + run + "/gaps")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        List<Map<String, Object>> items = gaps.getList("items");
        assertThat(items)
                .extracting(gap -> gap.get("channel") + " " + gap.get("reason") + " " + gap.get("closed") + " "
                        + gap.get("people"))
                .containsExactlyInAnyOrder(
                        "sms no_address none 3",
                        "sms not_reachable null 1",
                        "email no_address none 2",
                        "email no_address bounced 1");
        for (Map<String, Object> gap : items) {
            assertThat(people(String.valueOf(gap.get("href")))).as("%s", gap).hasSize((Integer) gap.get("people"));
        }
        assertThat(people("/api/campaigns/" + run + "/deliveries?gap=email:no_address:bounced"))
                .containsExactly(externalId(bounced));
        assertThat(people("/api/campaigns/" + run + "/deliveries?gap=email:no_address"))
                .hasSize(3);
        for (String none : List.of("email", "fax:no_address", "sms:sad", "sms:refused:bounced", "sms:no_address:sad")) {
            town.api()
                    .get("/api/campaigns/" + run + "/deliveries?gap=" + none)
                    .then()
                    .statusCode(400)
                    .body("findings[0].place", equalTo("gap"));
        }
    }

    private List<String> people(String href) {
        return town.api().get(href).then().statusCode(200).extract().jsonPath().getList("items.externalId");
    }

    private String externalId(long profile) {
        return sql.one("select external_id from profile where id = ?", row -> row.getString(1), profile);
    }

    private String vendorId(long run, String outcome, String channel) {
        return step(run, outcome, channel, "vendorId");
    }

    private String step(long run, String outcome, String channel, String field) {
        JsonPath page = town.api()
                .get("/api/campaigns/" + run + "/deliveries")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        return page.getString("items.path.flatten().find { it.outcome == '" + outcome + "' && it.channel == '" + channel
                + "' }." + field);
    }
}
