package io.carillon.response;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.carillon.channel.VendorReport;
import io.carillon.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reports from the moment they are stored to what they change, with the applier of the running app. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class PersonReportsTest extends ReportedPersonTest {
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
        assertThat(following()).isFalse();
    }

    @Test
    void whoOnlyGrantsOrWritesIsNoFollowerYetAndAnEarlierLeaveStillCounts() {
        report(new VendorReport.Interaction(openid + "i", openid, T2));
        assertThat(following()).isNull();

        report(follow("a", false, T1));
        assertThat(following()).isFalse();
    }

    private @Nullable Boolean following() {
        return sql.first(
                        "select is_following from wechat_contact where address_hash = ?",
                        row -> Optional.ofNullable(row.getObject(1, Boolean.class)),
                        (Object) hash())
                .flatMap(known -> known)
                .orElse(null);
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

    private static VendorReport receipt(String vendorId, VendorReport.@Nullable Call call) {
        return new VendorReport.Receipt(
                "key", null, vendorId, VendorReport.Outcome.DELIVERED, null, "", null, null, T1, call);
    }

    private VendorReport grant(String key, int count, Instant at) {
        return new VendorReport.Grant(openid + key, openid, "TM1", count, at);
    }

    private int granted() {
        return sql.one(
                "select remaining from wechat_grant where address_hash = ? and template = 'TM1'",
                row -> row.getInt(1),
                (Object) hash());
    }
}
