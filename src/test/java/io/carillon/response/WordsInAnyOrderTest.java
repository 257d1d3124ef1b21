package io.carillon.response;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.VendorReport;
import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people said, whichever way and in whichever order it is heard of, and at addresses that nobody had: the last word holds. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class WordsInAnyOrderTest extends ReportedPersonTest {
    @Test
    void whoeverIsNotKnownYetIsTriedAgainLater() {
        String stranger = "s-" + UUID.randomUUID();
        store.add("fans", List.of(new VendorReport.OptOut(stranger, stranger, null, "T", T1)), new byte[0]);

        Awaitility.await()
                .until(() -> sql.one(
                                "select count(*) from receipt where account = 'fans' and state = 'unmatched' and next_try_at > now()",
                                row -> row.getLong(1))
                        > 0);
    }

    @ParameterizedTest
    @CsvSource({
        "yes 2025-01-01, false, true, withdrawn",
        "yes 2025-01-01, false, false, withdrawn",
        "yes, false, true, withdrawn",
        "yes, false, false, withdrawn",
        "yes 2026-01-01, false, false, granted",
        "yes 2025-01-01, true, true, granted",
        "yes 2025-01-01, true, false, granted",
        "yes, true, false, granted"
    })
    void whatWasSaidAtAnAddressThatNobodyHadHoldsForWhomAnImportGivesIt(
            String cell, boolean isTakenBack, boolean isLongAgo, String state) throws IOException {
        String stranger = "s-" + UUID.randomUUID();
        if (isTakenBack) {
            report(new VendorReport.OptIn(stranger + "i", stranger, "START", T2));
        }
        report(new VendorReport.OptOut(stranger, stranger, null, "T", T1));
        if (isLongAgo) {
            // Nobody looks for its owner any more.
            sql.update("update receipt set state = 'failed' where state = 'unmatched'");
        }

        Response taken =
                importOf("external_id,wechat_openid,consent_wechat\n%1$s,%1$s,%2$s\n".formatted(stranger, cell));

        Awaitility.await()
                .until(() -> isLongAgo
                        || sql.one(
                                        "select count(*) from receipt where account = 'fans' and state = 'unmatched'",
                                        row -> row.getLong(1))
                                == 0);
        String consent = sql.one(
                "select c.state from consent c join profile p on p.id = c.profile_id"
                        + " where p.external_id = ? and c.purpose = 'marketing'",
                row -> row.getString(1),
                stranger);
        assertThat(consent).isEqualTo(state);
        assertThat(taken.jsonPath().getList("findings.reason"))
                .isEqualTo(cell.equals("yes") && !isTakenBack ? List.of("consent_withdrawn_since") : List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "unfollow, withdrawn",
        "unfollow follow, granted",
        "follow unfollow, withdrawn",
        "later-follow unfollow, granted",
        "follow, ''"
    })
    void followingIsKeptForWhomAnImportGivesTheOpenid(String events, String state) throws IOException {
        String stranger = "s-" + UUID.randomUUID();
        Instant at = T1;
        for (String event : events.split(" ")) {
            at = at.plusSeconds(10);
            Instant when = event.startsWith("later") ? at.plusSeconds(100) : at;
            report(new VendorReport.Follow(
                    stranger + event, stranger, event.endsWith("-follow") || event.equals("follow"), when));
        }

        importOf("external_id,wechat_openid\n%1$s,%1$s\n".formatted(stranger));

        List<String> states = sql.list(
                "select coalesce(c.state, '') as state from profile p"
                        + " left join consent c on c.profile_id = p.id and c.purpose = 'marketing' where p.external_id = ?",
                row -> row.getString("state"),
                stranger);
        assertThat(states).containsExactly(state.equals("granted") ? "" : state);
    }

    @Test
    void aNoOfTheSameSecondOutlastsTheYes() {
        Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        report(new VendorReport.Follow(
                openid + "a", openid, true, begun.minusSeconds(60).plusMillis(700)));

        report(new VendorReport.OptOut(openid + "o", openid, null, "T", begun.minusSeconds(60)));

        assertThat(consent()).isEqualTo("withdrawn withdrawn");
    }

    @Test
    void ofTwoRepliesTheLaterHoldsWhicheverIsHeardOfFirst() {
        report(follow("a", true, T1.minusSeconds(60)));
        report(new VendorReport.OptIn(openid + "i", openid, "START", T2));
        report(new VendorReport.OptOut(openid + "o", openid, null, "T", T1));

        assertThat(consent()).isEqualTo("granted granted");

        report(new VendorReport.OptOut(openid + "p", openid, null, "T", T2.plusSeconds(1)));
        assertThat(consent()).isEqualTo("withdrawn withdrawn");
    }

    @Test
    void anOlderNoThatComesInAnotherWayDoesNotOutlastAReply() {
        report(follow("a", true, T1.minusSeconds(60)));
        report(new VendorReport.OptIn(openid + "i", openid, "START", T2));

        sql.update(
                "insert into consent_record (profile_id, channel, purpose, state, at, source, actor)"
                        + " values (?, 'wechat', 'marketing', 'withdrawn', ?, 'import', 'test')",
                profile,
                T1);

        assertThat(consent()).isEqualTo("granted granted");
    }

    @Test
    void noAndYesAgainOutlastAYesOfWhichNobodyKnowsTheTime() {
        undatedYes(T2.plusSeconds(3600));

        report(new VendorReport.OptOut(openid + "o", openid, null, "T", T1));
        assertThat(consent()).isEqualTo("withdrawn withdrawn");

        report(new VendorReport.OptIn(openid + "i", openid, "START", T2));
        assertThat(consent()).isEqualTo("granted granted");
        assertThat(sql.list("select at from consent where profile_id = ?", row -> Sql.instant(row, "at"), profile))
                .containsOnly(T2);
    }

    @Test
    void nothingIsHeardOfATimeThatIsStillToCome() {
        Instant begun = Instant.now();
        report(new VendorReport.OptOut(openid + "o", openid, null, "T", Instant.parse("2099-01-01T00:00:00Z")));

        Instant at = sql.one(
                "select max(at) as at from consent_record where profile_id = ?",
                row -> Sql.instant(row, "at"),
                profile);
        assertThat(at).isBetween(begun.truncatedTo(ChronoUnit.MILLIS), Instant.now());
        report(follow("b", true, Instant.now()));
        assertThat(consent()).isEqualTo("granted granted");
    }

    @Test
    void aYesOfWhichNobodyKnowsTheTimeIsNoLaterOneThanANoThatIsHeardAfterIt() {
        undatedYes(T2);

        report(new VendorReport.OptOut(openid + "o", openid, null, "T", T1));

        assertThat(consent()).isEqualTo("withdrawn withdrawn");
    }

    @Test
    void whoeverIsGivenTheAddressAtThatMomentIsFoundWhenTheImportIsComplete() throws IOException {
        String stranger = "s-" + UUID.randomUUID();
        report(new VendorReport.OptOut(stranger, stranger, null, "T", T1));
        sql.update("update receipt set next_try_at = now() + interval '10 minutes' where state = 'unmatched'");
        // As if the word was kept only after the import had looked for it.
        sql.update(
                "delete from address_word where address_hash = ?", (Object) vault.hash("openid", "wxfans", stranger));

        importOf("external_id,wechat_openid,consent_wechat\n%1$s,%1$s,yes\n".formatted(stranger));

        Awaitility.await()
                .until(() -> sql.list(
                                "select c.state from consent c join profile p on p.id = c.profile_id where p.external_id = ?",
                                row -> row.getString(1),
                                stranger)
                        .contains("withdrawn"));
    }

    private void undatedYes(Instant at) {
        sql.update(
                "insert into consent_record (profile_id, channel, purpose, state, at, source, actor, is_dated)"
                        + " values (?, 'wechat', 'marketing', 'granted', ?, 'import', 'test', false)",
                profile,
                at);
    }

    /** Imports and waits until it is complete. */
    private Response importOf(String csv) throws IOException {
        String token = Files.readString(data.resolve("token")).strip();
        int id = given().auth()
                .oauth2(token)
                .contentType("text/csv")
                .body(csv)
                .post("/api/imports?wechatAppid=wxfans")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        return Awaitility.await()
                .until(
                        () -> given().auth().oauth2(token).get("/api/imports/" + id),
                        job -> job.path("state").equals("completed"));
    }
}
