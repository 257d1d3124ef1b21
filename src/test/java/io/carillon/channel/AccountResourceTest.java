package io.carillon.channel;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import io.carillon.access.Tokens;
import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class AccountResourceTest {
    private static final String BELL = """
            {"vendor": "test-bell", "kind": "sms", "mode": "sandbox", "rate": {"limit": 10}, "rank": 9000,
             "settings": {"tower": "north"}, "secrets": {"rope": "TEST_ROPE"}}""";

    @Inject
    Tokens tokens;

    @Inject
    Sql sql;

    @Inject
    VendorAccounts accounts;

    private final String name = "bell-" + UUID.randomUUID().toString().substring(0, 8);
    private String token = "";

    @BeforeEach
    void makeAToken() {
        token = tokens.create("accounts " + UUID.randomUUID()).orElseThrow();
    }

    @AfterEach
    void leaveNoAccount() {
        sql.update("delete from vendor_account where name = ?", name);
        accounts.forget();
    }

    @Test
    void addsAnAccountAndShowsNoSecret() {
        put(BELL)
                .statusCode(201)
                .body("name", equalTo(name))
                .body("purpose", equalTo(null))
                .body("rate.unit", equalTo("messages"))
                .body("settings.tower", equalTo("north"))
                .body("secrets.rope.variable", equalTo("TEST_ROPE"))
                .body("secrets.rope.isSet", equalTo(true))
                .body(not(containsString("value of")));
        put(BELL.replace("north", "south")).statusCode(200).body("settings.tower", equalTo("south"));
        assertThat(accounts.find(name).orElseThrow().setting("tower")).isEqualTo("south");
        asked().get("/api/accounts").then().statusCode(200).body("items.name", hasItem(name));
        asked().get("/api/accounts/" + name).then().body(not(containsString("value of")));
    }

    @Test
    void writesDownWhoChangedIt() {
        put(BELL);
        put(BELL);
        asked().delete("/api/accounts/" + name);
        assertThat(sql.list(
                        "select action from audit_entry where subject = ? and actor like 'accounts %' order by id",
                        row -> row.getString(1), "account:" + name))
                .containsExactly("put", "disable");
    }

    @Test
    void saysEverythingThatIsWrong() {
        put("{\"vendor\": \"test-gong\", \"kind\": \"pigeon\", \"rate\": {\"limit\": 1e-300}}")
                .statusCode(400)
                .body("findings.place", hasItems("/vendor", "/kind", "/mode", "/rate/limit"));
        put("{\"vendro\": \"test-bell\"}").statusCode(400).body("findings[0].place", equalTo("/vendro"));
        put(BELL.replace("TEST_ROPE", "UNSET_ROPE"))
                .statusCode(400)
                .body("findings[0].place", equalTo("/secrets/rope"));
        put(BELL.replace("tower", "tour"))
                .statusCode(400)
                .body("findings[0].message", equalTo("The account needs tower"));
        assertThat(accounts.find(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "sandbox, http://169.254.169.254/latest/meta-data, account_hostForbidden",
        "live, https://169.254.169.254/, account_hostForbidden",
        "sandbox, http://collector.attacker.com/, account_hostSandbox",
        "sandbox, http://2852039166/, account_hostShape",
        "live, https://10.0.0.1/, account_hostLive",
        "live, https://localhost:9200/, account_hostLive",
        "live, https://100.64.0.1/, account_hostLive",
        "live, https://198.18.0.1/, account_hostLive",
        "live, https://240.0.0.1/, account_hostForbidden",
        "live, https://vault.platform.svc/, account_hostLive",
        "sandbox, http://u:p@127.0.0.1/, account_hostShape",
        "sandbox, http://127.0.0.1:99999/, account_hostShape",
    })
    void leadsNowhereThatIsNobodysServer(String mode, String url, String code) {
        put(BELL.replace("sandbox", mode).replace("\"tower\"", "\"baseUrl\": \"" + url + "\", \"tower\""))
                .statusCode(400)
                .body("findings.place", hasItem("/settings/baseUrl"))
                .body("findings.code", hasItem(code));
        assertThat(accounts.find(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"tower\"|\"callTimeoutMilis\": \"500\", \"tower\"|/settings/callTimeoutMilis|Did you mean callTimeoutMillis?",
                "\"tower\"|\"colour\": \"red\", \"tower\"|/settings/colour|baseUrl, callTimeoutMillis, concurrency, port, tower",
                "\"tower\"|\"rope\": \"x\", \"tower\"|/settings/rope|There is no setting rope for test-bell",
                "\"rope\"|\"roep\": \"TEST_ROPE\", \"rope\"|/secrets/roep|Did you mean rope?",
                "\"rope\"|\"roep\": \"UNSET_ROPE\", \"rope\"|/secrets/roep|Did you mean rope?",
                "\"tower\"|\"13812345678\": \"x\", \"tower\"|/settings/…|There is no setting … for test-bell",
            })
    void refusesWhatNobodyReads(String found, String written, String place, String sentence) {
        put(BELL.replace(found, written))
                .statusCode(400)
                .body("findings.find { it.code == 'unknown_key' }.place", equalTo(place))
                .body("findings.find { it.code == 'unknown_key' }.message", containsString(sentence))
                .body(not(containsString("13812345678")));
        assertThat(accounts.find(name)).isEmpty();
    }

    @Test
    void whatIsStoredWithASettingThatNobodyReadsWorksAsEver() {
        put(BELL);
        sql.update("update vendor_account set settings = settings || '{\"bells\": \"3\"}' where name = ?", name);
        accounts.forget();
        assertThat(accounts.find(name)).isPresent();
        check().body("isReady", equalTo(true));
    }

    @Test
    void leadsToItsSandbox() {
        put(BELL.replace("\"tower\"", "\"baseUrl\": \"http://127.0.0.1:8090/bell\", \"tower\""))
                .statusCode(201);
    }

    @Test
    void takesNoPathForAName() {
        for (String odd :
                List.of("..%2f..%2fetc%2fpasswd", "..", "a%2fb", "a%00b", "%2e%2e%5cx", "a%0d%0aSet-Cookie:x")) {
            int status = asked().urlEncodingEnabled(false)
                    .contentType("application/json")
                    .body(BELL)
                    .put("/api/accounts/" + odd)
                    .statusCode();
            assertThat(status).as(odd).isIn(400, 404, 405);
        }
    }

    @Test
    void disablesAndEnablesAgain() {
        put(BELL);
        asked().delete("/api/accounts/" + name).then().statusCode(204);
        assertThat(accounts.find(name)).isEmpty();
        asked().get("/api/accounts/" + name).then().statusCode(200).body("isEnabled", equalTo(false));
        check().body("isReady", equalTo(false)).body("findings.code", contains("out_of_use"));
        asked().post("/api/accounts/" + name + "/open")
                .then()
                .statusCode(409)
                .body("type", endsWith("account-out-of-use"))
                .body("detail", containsString("PUT to /api/accounts/" + name));
        put(BELL).statusCode(200).body("isEnabled", equalTo(true));
        assertThat(accounts.find(name)).isPresent();
    }

    @Test
    void checksWhatIsStored() {
        put(BELL);
        check().body("isReady", equalTo(true)).body("findings.size()", equalTo(0));
        sql.update("update vendor_account set settings = '{}' where name = ?", name);
        check().body("isReady", equalTo(false)).body("findings[0].message", equalTo("The account needs tower"));
        sql.update("update vendor_account set secrets = '{\"rope\": \"UNSET_ROPE\"}' where name = ?", name);
        check().body("isReady", equalTo(false)).body("findings[0].place", equalTo("/secrets/rope"));
        sql.update("update vendor_account set vendor = 'test-gong' where name = ?", name);
        check().body("findings[0].place", equalTo("/vendor"));
    }

    @Test
    void knowsNoOtherNames() {
        asked().get("/api/accounts/none").then().statusCode(404);
        asked().delete("/api/accounts/none").then().statusCode(404);
        asked().post("/api/accounts/none/check").then().statusCode(404);
        asked().contentType("application/json")
                .body(BELL)
                .put("/api/accounts/Not%20A%20Name")
                .then()
                .statusCode(400)
                .body("findings[0].place", equalTo("/name"));
    }

    private ValidatableResponse check() {
        return asked().post("/api/accounts/" + name + "/check").then().statusCode(200);
    }

    private ValidatableResponse put(String body) {
        return asked().contentType("application/json")
                .body(body)
                .put("/api/accounts/" + name)
                .then();
    }

    private RequestSpecification asked() {
        return given().auth().oauth2(token);
    }
}
