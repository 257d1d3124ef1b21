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
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports from the moment they are stored to what they change, with the applier of the running app. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class PersonReportsTest {
    private static final Instant T1 = Instant.parse("2027-09-13T02:00:00Z");
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

    @Test
    void andAtOnceWhenAnImportGivesSomebodyTheAddress() throws IOException {
        String stranger = "s-" + UUID.randomUUID();
        report(new VendorReport.OptOut(stranger, stranger, null, "T", T1));
        sql.update("update receipt set next_try_at = now() + interval '10 minutes' where state = 'unmatched'");

        given().header(
                        "Authorization",
                        "Bearer " + Files.readString(data.resolve("token")).strip())
                .contentType("text/csv")
                .body("external_id,wechat_openid,consent_wechat\n%1$s,%1$s,yes 2025-01-01\n".formatted(stranger))
                .post("/api/imports?wechatAppid=wxfans")
                .then()
                .statusCode(202);

        Awaitility.await()
                .until(() -> sql.list(
                                "select c.state from consent c join profile p on p.id = c.profile_id where p.external_id = ?",
                                row -> row.getString(1),
                                stranger)
                        .contains("withdrawn"));
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
