package io.carillon.insight;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What metrics tell of requests. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class RouteTagsTest {
    private static final String SECRET = "s3cretOfAHook0123456789";

    @Test
    void nameRoutesAndNothingThatSomebodySent() {
        for (String path :
                List.of("/hooks/aliyun/x/" + SECRET, "/u/" + SECRET, "/api/profiles/lin@example.com", "/made/up")) {
            for (String method : List.of("GET", "PUT", "POST", "OPTIONS", "MADEUP" + SECRET)) {
                given().contentType("bad/type")
                        .accept("image/png")
                        .body("x".getBytes(StandardCharsets.UTF_8))
                        .request(method, path);
            }
            given().contentType("application/json").body("x".repeat(1_100_000)).post(path);
        }
        given().get("/api/campaigns/1/progress");

        String metrics = given().get("/q/metrics").asString();

        assertThat(metrics).doesNotContain(SECRET, "lin@example.com", "/made/up", "reached the maximum");
        List<String> routes = Pattern.compile("uri=\"([^\"]*)\"")
                .matcher(metrics)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
        assertThat(routes).contains("/api/campaigns/{id}/progress", "OTHER");
    }
}
