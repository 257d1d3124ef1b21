package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Reports of what has left come in under an account's name, so it keeps its vendor. */
@QuarkusTest
class VendorChangeTest extends TownTest {
    private static final String ACCOUNT = """
            {"vendor": "%s", "kind": "%s", "mode": "sandbox", "rate": {"limit": 100}, "settings": {%s}}""";

    @Inject
    Sql sql;

    @Test
    void anAccountThatHasSentKeepsItsVendor() {
        town.people(2);
        town.launch("");
        town.work();

        put("ring", "test-letter", "email", "")
                .statusCode(400)
                .body("findings[0].place", equalTo("/vendor"))
                .body("findings[0].code", equalTo("account_vendorUsed"))
                .body("findings[0].message", containsString("test-ring"));
        put("ring", "test-ring", "sms", "\"login\": \"other\"").statusCode(200);
        assertThat(town.sms.addresses()).hasSize(2);
    }

    @Test
    void oneThatHasNotMayHaveAnother() {
        put("unsent", "test-ring", "sms", "").statusCode(201);
        put("unsent", "test-letter", "email", "").statusCode(200);
        sql.update("delete from vendor_account where name = 'unsent'");
    }

    private ValidatableResponse put(String name, String vendor, String kind, String settings) {
        return town.api()
                .contentType("application/json")
                .body(ACCOUNT.formatted(vendor, kind, settings))
                .put("/api/accounts/" + name)
                .then();
    }
}
