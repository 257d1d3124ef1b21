package io.carillon.delivery.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.carillon.channel.VendorAccounts;
import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A draft that somebody gave up: it ends without a run, and everything that is asked of it says so. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class CancelledDraftTest {
    private static final String DEFINITION = """
            {"kind": "campaign", "name": "Moon", "purpose": "marketing", "segment": {"everyone": true},
             "message": {"defaultLocale": "en", "title": {"en": "Moon"}, "text": {"en": "A gift"}},
             "channels": {"order": ["sms"]}, "schedule": {"start": "now", "zone": "Asia/Shanghai"}}""";

    @ConfigProperty(name = "carillon.data")
    Path data;

    @Inject
    Sql sql;

    @Inject
    VendorAccounts accounts;

    @BeforeEach
    void account() {
        sql.update("insert into vendor_account (name, vendor, kind, mode, rate_limit, price)"
                + " values ('bell', 'test-bell', 'sms', 'sandbox', 100, 0.045) on conflict do nothing");
        accounts.forget();
    }

    @Test
    void endsWithoutARunHoweverOftenItIsCancelled() {
        long id = draft();

        for (int time = 0; time < 2; time++) {
            cancel(id).statusCode(200).body("id", equalTo((int) id)).body("state", equalTo("cancelled"));
        }

        api().get("/api/campaigns/" + id)
                .then()
                .body("state", equalTo("cancelled"))
                .body("$", not(hasKey("launchedAt")))
                .body("links", not(hasKey("launch")))
                .body("links.copy", equalTo("/api/campaigns/" + id + "/copy"));
        assertThat(count("run where id = ?", id)).isZero();
        assertThat(count("outbox where target = ?::text", id)).isZero();
        assertThat(count("audit_entry where action = 'cancel' and subject = 'campaign:' || ?", id))
                .isEqualTo(1);
    }

    @Test
    void isNeitherEditedNorLaunchedButCopied() {
        long id = draft();
        cancel(id).statusCode(200);

        for (ValidatableResponse refused : List.of(
                api().post("/api/campaigns/" + id + "/launch").then(),
                api().contentType("application/json")
                        .header("If-Match", "\"1\"")
                        .body(DEFINITION)
                        .put("/api/campaigns/" + id)
                        .then())) {
            refused.statusCode(409)
                    .body("type", equalTo("urn:carillon:problem:not-a-draft"))
                    .body("detail", containsString("cancelled as a draft"));
        }
        for (String command : List.of("pause", "resume")) {
            api().post("/api/campaigns/" + id + "/" + command)
                    .then()
                    .statusCode(409)
                    .body("type", equalTo("urn:carillon:problem:wrong-state"))
                    .body("detail", containsString("is cancelled"));
        }
        api().post("/api/campaigns/" + id + "/copy").then().statusCode(201).body("state", equalTo("draft"));
        assertThat(count("run where id = ?", id)).isZero();
    }

    @Test
    void answersEveryQuestionWithNought() {
        long id = draft();
        cancel(id).statusCode(200);
        String self = "/api/campaigns/" + id;

        api().get(self + "/progress")
                .then()
                .statusCode(200)
                .body("state", equalTo("cancelled"))
                .body("stage", equalTo("closed"))
                .body("sum.audience", equalTo(0))
                .body("sum.holds", equalTo(true))
                .body("links.temporal", nullValue());
        api().get(self + "/result")
                .then()
                .statusCode(200)
                .body("state", equalTo("cancelled"))
                .body("people", equalTo(0))
                .body("durationSeconds", equalTo(0));
        api().get(self + "/deliveries").then().statusCode(200).body("items", empty());
        api().get(self + "/gaps").then().statusCode(200).body("items", empty());
        api().get(self + "/reconciliation").then().statusCode(200).body("agrees", equalTo(true));
        api().accept("text/event-stream")
                .get(self + "/progress")
                .then()
                .statusCode(200)
                .body(containsString("event:cancelled"));
        api().get("/api/campaigns?state=cancelled&limit=500").then().body("items.id", hasItem((int) id));
        api().get("/api/campaigns?state=draft&limit=500").then().body("items.id", not(hasItem((int) id)));
        api().post(self + "/validate").then().statusCode(200).body("isLaunchable", equalTo(false));
    }

    @Test
    void whatIsNoCampaignIsNotCancelled() {
        cancel(999_999_999L).statusCode(404);
    }

    @Test
    void aLaunchAtTheSameMomentComesBeforeOrAfter() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int turn = 0; turn < 8; turn++) {
                long id = draft();
                Callable<Integer> launch =
                        () -> api().post("/api/campaigns/" + id + "/launch").statusCode();
                Callable<Integer> cancel =
                        () -> api().post("/api/campaigns/" + id + "/cancel").statusCode();
                Future<Integer> cancelled = threads.submit(cancel);
                int launched = threads.submit(launch).get();

                assertThat(cancelled.get()).isEqualTo(200);
                assertThat(launched).isIn(202, 409);
                assertThat(count("run where id = ?", id)).isEqualTo(launched == 202 ? 1 : 0);
                api().get("/api/campaigns/" + id).then().body("state", equalTo("cancelled"));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private long draft() {
        return api().contentType("application/json")
                .body(DEFINITION)
                .post("/api/campaigns")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private ValidatableResponse cancel(long id) {
        return api().post("/api/campaigns/" + id + "/cancel").then();
    }

    private long count(String rows, long id) {
        return sql.one("select count(*) from " + rows, row -> row.getLong(1), id);
    }

    private RequestSpecification api() {
        try {
            return given().auth().oauth2(Files.readString(data.resolve("token")).strip());
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
