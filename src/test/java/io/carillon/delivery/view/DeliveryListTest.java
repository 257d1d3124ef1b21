package io.carillon.delivery.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.delivery.TownTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeliveryListTest extends TownTest {
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
