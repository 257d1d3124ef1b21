package io.carillon.response;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.carillon.channel.VendorAccounts;
import io.carillon.channel.VendorReport;
import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.carillon.vault.Vault;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports from the moment they are stored to what they change, with the applier of the running app. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class PersonReportsTest {
    private static final Instant T1 = Instant.parse("2025-09-13T02:00:00Z");
    private static final Instant T2 = T1.plusSeconds(1);

    @Inject
    ReceiptStore store;

    @Inject
    Sql sql;

    @Inject
    Vault vault;

    @Inject
    VendorAccounts accounts;

    @ConfigProperty(name = "carillon.data")
    Path data;

    private final String openid = "o-" + UUID.randomUUID();
    private long profile;

    @BeforeEach
    void personAtAnAccount() {
        sql.update("insert into vendor_account (name, vendor, kind, mode, rate_limit, scope)"
                + " values ('fans', 'test-bubble', 'wechat', 'sandbox', 100, 'wxfans')");
        accounts.forget();
        profile = sql.one(
                "insert into profile (external_id, identity_hash) values (?, ?) returning id",
                row -> row.getLong(1),
                openid,
                openid.getBytes());
        sql.update(
                "insert into address (profile_id, kind, scope, cipher, hash, source) values (?, 'openid', 'wxfans', ?, ?, 'test')",
                profile,
                vault.encrypt(openid, "address"),
                hash());
    }

    @AfterEach
    void leave() {
        sql.update("delete from vendor_account where name = 'fans'");
        accounts.forget();
    }

    @Test
    void grantsAddUpAndARefusalEndsThemAll() {
        report(grant("a", 1, T1), grant("b", 1, T1), grant("c", 1, T2));
        assertThat(granted()).isEqualTo(3);

        report(grant("d", 0, T2), grant("e", 1, T2));
        assertThat(granted()).isEqualTo(1);

        report(grant("f", 0, T2));
        assertThat(granted()).isZero();
    }

    @Test
    void theSameReportTwiceCountsOnce() {
        report(grant("a", 1, T1));
        report(grant("a", 1, T1));

        assertThat(granted()).isEqualTo(1);
    }

    @Test
    void unfollowWithdrawsAndFollowingAgainGives() {
        report(follow("a", true, T1));
        assertThat(consent()).isEqualTo("granted granted");

        report(follow("b", false, T2));
        assertThat(consent()).isEqualTo("withdrawn withdrawn");

        report(follow("c", true, T2.plusSeconds(1)));
        assertThat(consent()).isEqualTo("granted granted");
    }

    @Test
    void anOldFollowDoesNotUndoALaterLeave() {
        report(follow("a", false, T2));
        report(follow("b", true, T1));

        assertThat(consent()).isEqualTo("withdrawn withdrawn");
        boolean isFollowing = sql.one(
                "select is_following from wechat_contact where address_hash = ?", row -> row.getBoolean(1), (Object)
                        hash());
        assertThat(isFollowing).isFalse();
    }

    @Test
    void aReplyOptsOutAndAnotherOptsInAgain() {
        report(new VendorReport.OptOut(openid + "o", openid, null, "退订", T1));
        assertThat(consent()).isEqualTo("withdrawn withdrawn");

        report(new VendorReport.OptIn(openid + "i", openid, "START", T2));
        assertThat(consent()).isEqualTo("granted granted");
    }

    @Test
    void whatIsReportedOfAnAccountThatIsTakenOutOfUseIsHeardAsEver() {
        sql.update("update vendor_account set disabled_at = clock_timestamp() where name = 'fans'");
        accounts.forget();

        report(new VendorReport.OptOut(openid + "o", openid, null, "退订", T1));

        assertThat(consent()).isEqualTo("withdrawn withdrawn");
        given().post("/hooks/test-bubble/fans").then().statusCode(not(404));
        given().post("/hooks/test-bubble/nobody").then().statusCode(404);
    }

    @Test
    void aCallWhoseAddressIsNotSignedIsToldWhatToCheck() {
        given().post("/hooks/test-bubble/fans/7-1-1?t=forged")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:carillon:problem:forged-report"))
                .body("detail", equalTo("The token of this callback address is not ours"));
    }

    @Test
    void anOptInOfSomebodyWhoNeverAgreedMakesNoConsent() {
        report(new VendorReport.OptIn(openid + "i", openid, "START", T2));

        assertThat(consent()).isEmpty();
    }

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

    private void undatedYes(Instant at) {
        sql.update(
                "insert into consent_record (profile_id, channel, purpose, state, at, source, actor, is_dated)"
                        + " values (?, 'wechat', 'marketing', 'granted', ?, 'import', 'test', false)",
                profile,
                at);
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

    @Test
    void noIdThatIsLookedForHoldsANul() {
        VendorReport good = follow("a", true, T1);
        VendorReport.Call call = new VendorReport.Call("1-1-1", "+861380\0000000");

        assertThat(store.isReadable(good)).isTrue();
        assertThat(store.isReadable(receipt("biz", null))).isTrue();
        assertThat(store.isReadable(receipt("a\0b", null))).isFalse();
        assertThat(store.isReadable(receipt("biz", call))).isFalse();
        assertThat(store.isReadable(new VendorReport.OptOut("k", openid, null, "\\u0000", T1)))
                .isTrue();
    }

    private static VendorReport receipt(String vendorId, VendorReport.@Nullable Call call) {
        return new VendorReport.Receipt(
                "key", null, vendorId, VendorReport.Outcome.DELIVERED, null, "", null, null, T1, call);
    }

    @Test
    void oneReportThatCannotBeReadHoldsUpNoOther() {
        sql.update(
                "insert into receipt (account, dedupe_key, report) values ('fans', ?, ?)",
                openid.getBytes(),
                new byte[] {1, 2, 3});

        report(grant("a", 1, T1));

        assertThat(granted()).isEqualTo(1);
        Awaitility.await()
                .until(() -> sql.one("select tries from receipt where dedupe_key = ?", row -> row.getInt(1), (Object)
                                openid.getBytes())
                        > 0);
        sql.update("delete from receipt where dedupe_key = ?", (Object) openid.getBytes());
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

    private VendorReport grant(String key, int count, Instant at) {
        return new VendorReport.Grant(openid + key, openid, "TM1", count, at);
    }

    private VendorReport follow(String key, boolean isFollowing, Instant at) {
        return new VendorReport.Follow(openid + key, openid, isFollowing, at);
    }

    /** Stores the reports and waits until the applier has been at all of them. */
    private void report(VendorReport... reports) {
        store.add("fans", new ArrayList<>(List.of(reports)), "raw".getBytes());
        Awaitility.await()
                .until(() -> sql.one(
                                "select count(*) from receipt where account = 'fans' and state = 'new' and report <> ?",
                                row -> row.getLong(1),
                                (Object) new byte[] {1, 2, 3})
                        == 0);
    }

    private int granted() {
        return sql.one(
                "select remaining from wechat_grant where address_hash = ? and template = 'TM1'",
                row -> row.getInt(1),
                (Object) hash());
    }

    /** Marketing, then service. */
    private String consent() {
        return String.join(
                " ",
                sql.list(
                        "select state from consent where profile_id = ? and channel = 'wechat' order by purpose",
                        row -> row.getString(1),
                        profile));
    }

    private byte[] hash() {
        return vault.hash("openid", "wxfans", openid);
    }
}
