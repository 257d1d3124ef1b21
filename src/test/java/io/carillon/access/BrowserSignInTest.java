package io.carillon.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever opens a link of ours in a browser can read what is there, and no page can make that browser change anything. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class BrowserSignInTest {
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

    @ConfigProperty(name = "carillon.data")
    Path data;

    @Inject
    Sql sql;

    @Test
    void aBrowserIsAskedForAPassword() {
        Response answer = given().header("Accept", BROWSER).get("/api/campaigns/1/progress");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().getValues("WWW-Authenticate"))
                .containsExactly("Bearer", "Basic realm=\"Carillon\", charset=\"UTF-8\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "operator:"})
    void whoTypesNoTokenIsAskedAgain(String typed) {
        Response answer = given().header("Accept", BROWSER)
                .header("Authorization", basic(typed))
                .get("/api/tokens");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().getValues("WWW-Authenticate")).contains(BrowserSignIn.CHALLENGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "*/*", "text/event-stream", "application/json, text/html;q=0.5"})
    void scriptsAndPagesThatFetchAreNotAsked(String accept) {
        Response answer = given().header("Accept", accept).get("/api/campaigns/1/progress");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().getValues("WWW-Authenticate")).containsExactly("Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "anything", "用户"})
    void thePasswordIsTheTokenAndTheNameIsNotLookedAt(String name) throws IOException {
        given().header("Accept", BROWSER)
                .header("Authorization", basic(name + ":" + token()))
                .get("/api/tokens")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("items[0].name", equalTo("local"));
    }

    @Test
    void headIsReadingToo() throws IOException {
        given().header("Authorization", basic(":" + token()))
                .head("/api/tokens")
                .then()
                .statusCode(200);
        given().head("/api/tokens").then().statusCode(401);
    }

    @ParameterizedTest
    @CsvSource({"POST, /api/tokens", "PUT, /api/campaigns/1", "DELETE, /api/tokens/1", "POST, /api/campaigns/1/launch"})
    void nothingIsChangedByAPassword(String method, String path) throws IOException {
        String name = "by a form " + UUID.randomUUID();
        Response answer = given().header("Accept", BROWSER)
                .header("Authorization", basic(":" + token()))
                .contentType("application/json")
                .body("{\"name\": \"" + name + "\"}")
                .request(method, path);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().getValues("WWW-Authenticate")).doesNotContain(BrowserSignIn.CHALLENGE);
        assertThat(tokens(name)).isZero();
        given().auth().oauth2(token()).get("/api/tokens").then().statusCode(200);
    }

    @Test
    void isToldWhyAPasswordDoesNotDo() throws IOException {
        given().header("Authorization", basic(":" + token()))
                .header("Accept-Language", "en")
                .delete("/api/tokens/1")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .body("detail", containsString("only what is read"));
    }

    @Test
    void noOverrideMakesAChangeLookLikeReading() throws IOException {
        String name = "overridden " + UUID.randomUUID();
        given().header("Authorization", basic(":" + token()))
                .header("X-HTTP-Method-Override", "GET")
                .contentType("application/json")
                .body("{\"name\": \"" + name + "\"}")
                .post("/api/tokens?_method=GET")
                .then()
                .statusCode(401);
        given().header("Authorization", basic(":" + token()))
                .header("X-HTTP-Method-Override", "POST")
                .contentType("application/json")
                .body("{\"name\": \"" + name + "\"}")
                .get("/api/tokens");
        assertThat(tokens(name)).isZero();
    }

    private long tokens(String name) {
        return sql.one("select count(*) from api_token where name = ?", row -> row.getLong(1), name);
    }

    private String token() throws IOException {
        return Files.readString(data.resolve("token")).strip();
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
