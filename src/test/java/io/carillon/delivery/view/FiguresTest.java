package io.carillon.delivery.view;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;

import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FiguresTest extends TownTest {
    @Inject
    Sql sql;

    @Test
    void theMessageStaysAsItWasLaunched() {
        town.people(1);
        long run = town.launchSaying("好礼");

        town.api()
                .get("/api/campaigns/" + run + "/forms")
                .then()
                .statusCode(200)
                .body("forms.find { it.channel == 'sms' }.locale", equalTo("zh"))
                .body("forms.find { it.channel == 'sms' }.fields.text", containsString("好礼"));
        town.api().get("/api/campaigns/999999999/forms").then().statusCode(404);
    }

    @Test
    void moneyOfTwoCurrenciesIsNotAddedUp() {
        for (String name : new String[] {"lin", "wang", "smith"}) {
            town.phone(town.person(name), "-" + name);
        }
        town.accountAbroad("a-bell", 1_000, "US", "smith");
        sql.update("update vendor_account set currency = 'USD', price = 0.0079 where name = 'a-bell'");
        long run = town.launch("");
        town.work();

        town.api()
                .get("/api/campaigns/" + run + "/result")
                .then()
                .statusCode(200)
                .body("channels.find { it.channel == 'sms' }.costs.currency", contains("CNY", "USD"))
                .body("channels.find { it.channel == 'sms' }.costs.amount", contains(0.1f, 0.0079f))
                .body("channels.find { it.channel == 'sms' }.accepted", equalTo(3))
                .body("channels.find { it.channel == 'email' }.costs", empty());
        town.api()
                .get("/api/campaigns/" + run + "/deliveries")
                .then()
                .statusCode(200)
                .body("items.find { it.externalId.endsWith('smith') }.path[0].currency", equalTo("USD"))
                .body(
                        "items.findAll { !it.externalId.endsWith('smith') }.path.flatten().currency",
                        everyItem(is("CNY")));
    }
}
