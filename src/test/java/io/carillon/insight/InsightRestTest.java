package io.carillon.insight;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.carillon.segment.People;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class InsightRestTest {
    private static final String CITY = "Insightia";
    private static final String SEGMENT = "insightians 城";

    @ConfigProperty(name = "carillon.data")
    Path data;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Inject
    Sql sql;

    @BeforeEach
    void people() {
        if (sql.one("select count(*) from profile where city = ?", row -> row.getLong(1), CITY) > 0) {
            return;
        }
        People people = new People(sql);
        for (int i = 0; i < 12; i++) {
            long id = people.add((i == 3 ? "=" : "") + "in-" + i, CITY, "{}");
            if (i < 6) {
                people.address(id, "mailbox", "in-mail-" + i, null);
                people.consent(id, "email", i == 5 ? "withdrawn" : "granted");
            }
            if (i == 3 || i == 4) {
                sql.update(
                        "update address set status = 'bounced', status_at = now() where profile_id = ? and kind = 'mailbox'",
                        id);
            }
        }
        api().contentType("application/json")
                .body("{\"name\": \"" + SEGMENT + "\", \"rule\": {\"trait\": \"city\", \"eq\": \"" + CITY + "\"}}")
                .post("/api/segments")
                .then()
                .statusCode(201);
    }

    @Test
    void everyChannelAddsUpAndClosedAddressesAreToldApart() {
        Response answer = api().queryParam("segment", SEGMENT).get("/api/reachability");

        answer.then().statusCode(200).body("people", equalTo(12)).body("reachable", equalTo(3));
        JsonPath json = answer.jsonPath();
        for (String channel : List.of("sms", "email", "push", "wechat")) {
            String at = "channels.find { it.channel == '" + channel + "' }";
            int gaps = json.getList(at + ".gaps.people", Integer.class).stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            assertThat(json.getInt(at + ".reachable") + gaps).as(channel).isEqualTo(12);
        }
        String email = "channels.find { it.channel == 'email' }.gaps.find { it.closed == '%s' }";
        assertThat(json.getInt(email.formatted("bounced") + ".people")).isEqualTo(2);
        assertThat(json.getInt(email.formatted("none") + ".people")).isEqualTo(6);
        assertThat(json.getInt("channels.find { it.channel == 'email' }.gaps.find { it.reason == 'opted_out' }.people"))
                .isEqualTo(1);
    }

    @Test
    void agreesWithThePreviewOfTheSameRule() {
        JsonPath reach =
                api().queryParam("segment", SEGMENT).get("/api/reachability").jsonPath();
        JsonPath preview = api().contentType("application/json")
                .body("{\"rule\": {\"trait\": \"city\", \"eq\": \"" + CITY + "\"}}")
                .post("/api/segments/preview")
                .jsonPath();

        assertThat(reach.getList("channels.reachable")).isEqualTo(preview.getList("channels.reachable"));
        assertThat(reach.getList("channels.withAddress")).isEqualTo(preview.getList("channels.withAddress"));
        assertThat(reach.getInt("reachable")).isEqualTo(preview.getInt("reachable"));
    }

    @Test
    void eachFigureLeadsToItsPeople() {
        JsonPath json = api().queryParam("segment", SEGMENT)
                .queryParam("channel", "email")
                .queryParam("reason", "no_address")
                .queryParam("closed", "bounced")
                .get("/api/reachability")
                .jsonPath();
        assertThat(json.getList("channels")).hasSize(1);
        String href = json.getString("channels[0].gaps[0].href");

        api().urlEncodingEnabled(false)
                .get(href)
                .then()
                .statusCode(200)
                .body("items.externalId", contains("=in-3", "in-4"))
                .body("items[0].reason", equalTo("no_address"))
                .body("items[0].closed", equalTo("bounced"))
                .body("next", equalTo(null));
    }

    @Test
    void pagesMissNobodyAndRepeatNobody() {
        List<String> all = new ArrayList<>();
        String cursor = null;
        do {
            RequestSpecification page = api().queryParam("segment", SEGMENT)
                    .queryParam("channel", "email")
                    .queryParam("limit", 2);
            JsonPath json = (cursor == null ? page : page.queryParam("cursor", cursor))
                    .get("/api/reachability/people")
                    .jsonPath();
            all.addAll(json.getList("items.externalId"));
            cursor = json.getString("next");
        } while (cursor != null);

        assertThat(all).hasSize(9).doesNotHaveDuplicates();
    }

    @Test
    void theFileForASpreadsheetRunsNoFormula() {
        String csv = api().queryParam("segment", SEGMENT)
                .queryParam("channel", "email")
                .header("Accept-Language", "zh")
                .get("/api/reachability/people.csv")
                .then()
                .statusCode(200)
                .header("Content-Type", startsWith("text/csv"))
                .extract()
                .asString();

        assertThat(csv.lines()).hasSize(10);
        assertThat(csv).contains("\n'=in-3,email,no_address,bounced,邮件被永久退回,").doesNotContain("\n=in");
    }

    @Test
    void saysWhatIsWrongWithAQuestion() {
        api().queryParam("segment", "nobody knows it")
                .get("/api/reachability")
                .then()
                .statusCode(400)
                .body("findings[0].place", equalTo("segment"));
        api().get("/api/reachability/people").then().statusCode(400).body("findings[0].place", equalTo("channel"));
        api().queryParam("channel", "fax").get("/api/reachability").then().statusCode(400);
        api().queryParam("purpose", "fun").get("/api/reachability").then().statusCode(400);
        api().queryParam("reason", "bad_luck")
                .get("/api/reachability")
                .then()
                .statusCode(400)
                .body("findings[0].message", containsString("no such reason"));
        api().queryParam("channel", "sms")
                .queryParam("cursor", "***")
                .get("/api/reachability/people")
                .then()
                .statusCode(400);
    }

    @Test
    void aStreamTellsEachChangeAndEndsWithTheRun() throws Exception {
        long run = run();
        HttpResponse<java.io.InputStream> stream = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + port + "/api/campaigns/" + run + "/progress"))
                                .header("Authorization", "Bearer " + token())
                                .header("Accept", "text/event-stream")
                                .timeout(java.time.Duration.ofSeconds(60))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);
        api().get("/api/campaigns/" + run + "/progress").then().body("sum.pending", equalTo(2));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(next(lines)).isEqualTo("event:progress");
            assertThat(next(lines)).startsWith("data:{").contains("\"pending\":2");
            sql.update(
                    "update delivery set state = 'skipped', reason = 'cancelled', channel = null, due_at = null"
                            + " where run_id = ?",
                    run);
            sql.update("update run set state = 'cancelled', closed_at = now() where id = ?", run);
            String last = next(lines);
            while (last.equals("event:progress")) {
                next(lines);
                last = next(lines);
            }
            assertThat(last).isEqualTo("event:cancelled");
            assertThat(next(lines)).contains("\"skipped\":2", "\"pending\":0");
            assertThat(lines.lines().filter(line -> line.startsWith("event"))).isEmpty();
        }
    }

    @Test
    void aStreamOfNoRunIsAProblem() {
        api().header("Accept", "text/event-stream")
                .get("/api/campaigns/999999/progress")
                .then()
                .statusCode(404);
        given().header("Accept", "text/event-stream")
                .get("/api/campaigns/999999/progress")
                .then()
                .statusCode(401);
    }

    @Test
    void metricsTellWhatWaits() {
        String metrics =
                api().get("/q/metrics").then().statusCode(200).extract().asString();

        assertThat(metrics)
                .contains(
                        "carillon_runs_open ",
                        "carillon_channels_blocked ",
                        "carillon_batches_overdue ",
                        "carillon_outbox_waiting ",
                        "carillon_outbox_oldest_seconds ",
                        "carillon_receipts_waiting ",
                        "carillon_receipts_unmatched ",
                        "carillon_receipts_oldest_seconds ")
                .doesNotContain("carillon_runs_open NaN");
    }

    /** A run with two people, put in by hand. */
    private long run() {
        long run = sql.one("select nextval('run_id')", row -> row.getLong(1));
        sql.update("""
                insert into run (id, kind, name, purpose, state, pinned, fingerprint, zone, starts_at, ends_at, frozen_at, audience,
                                 batches, launched_by)
                values (?, 'campaign', 'Stream', 'marketing', 'running', '{}', 'f', 'UTC', now(), now() + interval '1 day', now(), 2, 1,
                        'test')""", run);
        sql.update("insert into batch (run_id, no, zone, people, stage) values (?, 1, 'UTC', 2, 'waiting')", run);
        sql.update("""
                insert into delivery (run_id, batch_no, id, profile_id, zone, channel)
                select ?, 1, row_number() over (), id, 'UTC', 'sms' from profile where city = ? limit 2""", run, CITY);
        return run;
    }

    /** The next line that is no comment and not empty. */
    private static String next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && (line.isBlank() || line.startsWith(":"))) {
            line = lines.readLine();
        }
        assertThat(line).as("the stream ended").isNotNull();
        return line.startsWith("id:") || line.startsWith("retry:") ? next(lines) : line;
    }

    private RequestSpecification api() {
        return given().header("Authorization", "Bearer " + token());
    }

    private String token() {
        try {
            return Files.readString(data.resolve("token")).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
