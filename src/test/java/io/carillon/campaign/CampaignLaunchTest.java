package io.carillon.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class CampaignLaunchTest extends CampaignCalls {

    @Test
    void launchRefusesAnEndThatPassed() {
        long id = create(definition("order: [sms]").replace("start: now", "start: now, end: 2020-01-01T00:00"));

        api().post("/api/campaigns/" + id + "/launch")
                .then()
                .statusCode(400)
                .body("findings.place", contains("/schedule/end"))
                .body("findings.code", contains("end_passed"));
    }

    @Test
    void launchPinsEverythingOnceAndAnswersTheSameForTheSameKey() {
        long id = create(definition("order: [sms]"));
        String path = "/api/campaigns/" + id + "/launch";
        String key = UUID.randomUUID().toString();

        Response first = api().header("Idempotency-Key", key).post(path);
        Response repeat = api().header("Idempotency-Key", key).post(path);

        first.then()
                .statusCode(202)
                .body("id", equalTo((int) id))
                .body("state", equalTo("scheduled"))
                .body("links.progress", equalTo("/api/campaigns/" + id + "/progress"));
        assertThat(repeat.statusCode()).isEqualTo(202);
        assertThat(repeat.body().asString()).isEqualTo(first.body().asString());
        api().post(path)
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:carillon:problem:launched-already"))
                .body("detail", containsString("/api/campaigns/" + id + "/copy"));
        assertThat(pinned(id)).contains("\"city\"").contains("\"sms\"").contains("满300减50");
        api().get("/api/campaigns/" + id).then().body("launchedAt", notNullValue());
    }

    @Test
    void launchRepeatsThatThereIsNobody() {
        long empty = create(definition("order: [sms]").replace(CITY, "Nobodysville"));

        api().post("/api/campaigns/" + empty + "/launch")
                .then()
                .statusCode(202)
                .body("findings.findAll { it.place == '/segment' }.code", contains("nobody"));
        api().post("/api/campaigns/" + create(definition("order: [sms]")) + "/launch")
                .then()
                .statusCode(202)
                .body("findings.code", not(hasItem("nobody")));
    }

    @Test
    void aLaunchThatIsRefusedChangesNothing() {
        long id = create(definition("order: [push]"));

        api().post("/api/campaigns/" + id + "/launch")
                .then()
                .statusCode(400)
                .body("findings.code", hasItem("no_account_at_all"));

        api().get("/api/campaigns/" + id).then().body("state", equalTo("draft"));
        assertThat(sql.first("select 1 from run where id = ?", row -> row.getInt(1), id))
                .isEmpty();
        api().header("If-Match", "\"9\"")
                .post("/api/campaigns/" + id + "/launch")
                .then()
                .statusCode(412);
    }

    @Test
    void ofManyLaunchesAtOnceExactlyOneIsTaken() throws Exception {
        long id = create(definition("order: [sms]"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Integer> launch =
                    () -> api().post("/api/campaigns/" + id + "/launch").statusCode();
            List<Future<Integer>> answers =
                    threads.invokeAll(List.of(launch, launch, launch, launch, launch, launch, launch, launch));
            int taken = 0;
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isIn(202, 409);
                taken += answer.get() == 202 ? 1 : 0;
            }
            assertThat(taken).isEqualTo(1);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void theRuleOfASavedSegmentIsPinnedAtLaunch() {
        api().contentType("application/json")
                .body("{\"name\": \"lunarians\", \"rule\": {\"trait\": \"city\", \"eq\": \"" + CITY + "\"}}")
                .post("/api/segments")
                .then()
                .statusCode(201);
        long id = create(definition("order: [sms]").replaceFirst("segment: .*", "segment: lunarians"));
        api().post("/api/campaigns/" + id + "/launch").then().statusCode(202);

        assertThat(pinned(id)).contains("\"trait\"").doesNotContain("lunarians");
        yaml(definition("order: [sms]").replaceFirst("segment: .*", "segment: lunarian"))
                .post("/api/campaigns")
                .then()
                .statusCode(400)
                .body("findings[0].message", containsString("Did you mean 'lunarians'?"))
                .body("findings.place", not(hasItem("")));
    }
}
