package io.carillon.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer says no with, in the language asked for, and which query parameters it takes. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class SpokenTest {
    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");

    @ConfigProperty(name = "carillon.data")
    Path data;

    @ParameterizedTest
    @CsvSource({
        "GET, /api/campaigns/999999",
        "GET, /api/campaigns/999999/progress",
        "POST, /api/campaigns/999999/launch",
        "GET, /api/nothing",
        "GET, /api/campaigns?limit=0",
        "GET, /api/campaigns?stat=draft",
        "GET, /api/profiles?email=",
        "GET, /api/profiles?limit=5&limit=6",
        "GET, /api/profiles?city=%20",
        "GET, /api/reachability/people",
        "GET, /api/reachability?reason=bad_luck",
        "GET, /api/reachability?segment=nobody",
        "PUT, /api/campaigns/999999",
        "POST, /api/profiles/1/tags/%2C",
        "GET, /hooks/twilio/nobody",
        "GET, /u/forged",
        "POST, /api/imports?regoin=CN",
        "POST, /api/imports?zone=Mars",
    })
    void titleAndDetailSpeakTheLanguageAskedFor(String method, String path) throws IOException {
        Response answer = asked().header("Accept-Language", "zh-CN")
                .header("Accept", "application/json")
                .contentType(path.startsWith("/api/imports") ? "text/csv" : "application/json")
                .urlEncodingEnabled(false)
                .request(method, path);

        assertThat(answer.statusCode()).isBetween(400, 499);
        assertThat(answer.jsonPath().getString("title")).as("title").containsPattern(CHINESE);
        assertThat(answer.jsonPath().getString("detail")).as("detail").containsPattern(CHINESE);
        assertThat(answer.headers().getValues("Content-Language")).containsExactly("zh");
        assertThat(answer.headers().getValues("Vary")).containsExactly("Accept-Language");
    }

    @Test
    void answersThatHoldTextsSayInWhichLanguageAndOthersDoNot() throws IOException {
        Response texts = asked().header("Accept-Language", "zh-CN").get("/api/reachability");
        Response data = asked().header("Accept-Language", "zh-CN").get("/api/segments");

        assertThat(texts.statusCode()).isEqualTo(200);
        assertThat(texts.header("Content-Language")).isEqualTo("zh");
        assertThat(texts.header("Vary")).isEqualTo("Accept-Language");
        assertThat(data.statusCode()).isEqualTo(200);
        assertThat(data.header("Content-Language")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json|{'kind': 'campaign',\\n 'name' 2}|2:9",
                "application/yaml|kind: campaign\\nname: [a, b\\nnext: c|3:5",
            })
    void aBrokenDefinitionIsToldByItsPlaceAndNotInTheParsersEnglish(String type, String text, String at)
            throws IOException {
        for (String language : List.of("en", "zh")) {
            Response answer = asked().header("Accept-Language", language)
                    .contentType(type + ";charset=utf-8")
                    .body(text.replace("\\n", "\n").replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                    .post("/api/campaigns");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.asString()).contains(at).doesNotContain("was expecting", "expected ','", "Unexpected");
            assertThat(CHINESE.matcher(answer.jsonPath().getString("findings[0].message"))
                            .find())
                    .isEqualTo(language.equals("zh"));
        }
    }

    @Test
    void aMisspeltQueryParameterIsRefusedWithTheNearWord() throws IOException {
        asked().get("/api/profiles?citty=a")
                .then()
                .statusCode(400)
                .body("findings[0].place", equalTo("citty"))
                .body("detail", containsString("Did you mean city?"));
        asked().get("/api/profiles?name=a").then().statusCode(400).body("detail", containsString("externalId"));
        asked().get("/api/campaigns/1?x=1").then().statusCode(400);
        asked().get("/api/profiles?city=a&limit=1").then().statusCode(200);
    }

    @Test
    void aForgedUnsubscribeLinkShowsABrowserAPageInItsLanguage() {
        String page = given().header("Accept", "text/html,application/xhtml+xml")
                .header("Accept-Language", "en")
                .get("/u/forged")
                .then()
                .statusCode(404)
                .contentType("text/html")
                .extract()
                .asString();

        assertThat(page).contains("<html lang=\"en\">", "not one of ours").doesNotContain("urn:carillon");
        given().header("Accept", "text/html")
                .header("Accept-Language", "zh-CN")
                .get("/u/forged")
                .then()
                .statusCode(404)
                .body(containsString("退订链接"));
        given().get("/u/forged").then().statusCode(404).body("type", equalTo("urn:carillon:problem:unknown-link"));
    }

    private RequestSpecification asked() throws IOException {
        return given().header(
                        "Authorization",
                        "Bearer " + Files.readString(data.resolve("token")).strip());
    }
}
