package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Closures;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.settle.BatchPlan;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An account that is away as a whole, and a message that only its own trouble keeps back. */
@QuarkusTest
class OutageTest extends TownTest {
    private static final SendResult AWAY = new SendResult.NotSent(Reason.VENDOR_DOWN, "", null);

    private static final SendResult TAKEN = new SendResult.Accepted("taken at last");
    /** A vendor that is asked so often by a handful is asked without end. */
    private static final int ENOUGH = 60;

    @Inject
    Sql sql;

    @Inject
    Closures closures;

    @AfterEach
    void leave() {
        sql.update("delete from vendor_account where name = 'ring-2'");
    }

    @Test
    void whatWaitedForAnAccountLeavesAsSoonAsAFewFindItBack() {
        town.people(40);
        town.sms.answer("*", message -> AWAY);
        long run = town.launch("");
        town.work();
        assertThat(town.attempts()).containsOnly(entry("sms not_sent", 40L));
        assertThat(outages()).isEqualTo(1);

        timePasses(run);
        town.dispatch(ChannelKind.SMS);
        assertThat(town.attempts()).containsOnly(entry("sms not_sent", 50L));
        assertThat(outages()).isEqualTo(2);
        assertThat(mostTries(run)).isZero();

        town.sms.forget();
        timePasses(run);
        town.work();
        assertThat(town.attempts()).containsOnly(entry("sms not_sent", 50L), entry("sms accepted", 40L));
        assertThat(outages()).isZero();
        town.assertSum();
    }

    @Test
    void claimsThatWereOnTheirWayWhenItWentAwayDoNotCloseItForLonger() {
        town.people(4);
        town.sms.answer("*", message -> AWAY);
        long run = town.launch("");
        town.work();
        sql.update(
                "update vendor_account set closed_until = clock_timestamp() + interval '1 hour' where name = 'ring'");
        sql.update("update vendor_account set closed_since = clock_timestamp() where name = 'ring'");

        assertThat(closures.outage("ring", "", true))
                .hasValueSatisfying(time -> assertThat(time.toMinutes()).isBetween(58L, 60L));
        assertThat(outages()).isEqualTo(1);
        assertThat(mostTries(run)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "1, VENDOR_DOWN,",
        "5, VENDOR_DOWN,",
        "1, THROTTLED, PT2M",
        "5, THROTTLED, PT2M",
        "5, THROTTLED,",
        "5, THROTTLED, PT0S",
        "5, THROTTLED, PT-5S",
        "20, DEFERRED, PT5M"
    })
    void whatOneAccountDidNotTakeGoesToTheNextAtOnce(int people, Reason reason, @Nullable Duration retryAfter) {
        town.account("ring-2", "test-ring", "sms", 100_000);
        town.people(people);
        AtomicInteger asked = new AtomicInteger();
        town.sms.answerAt(
                "ring",
                message -> asked.incrementAndGet() > ENOUGH ? TAKEN : new SendResult.NotSent(reason, "", retryAfter));
        long run = town.launch("");

        town.work();

        assertThat(town.sms.addresses()).hasSize(people).doesNotHaveDuplicates();
        assertThat(sql.list(
                        "select account || ' ' || state || ' ' || count(*) from attempt where run_id = ? group by account, state",
                        row -> row.getString(1),
                        run))
                .containsExactlyInAnyOrder("ring not_sent " + people, "ring-2 accepted " + people);
        town.assertSum();
    }

    @Test
    void whoNoOtherAccountReachesWaitsForTheOneThatIsClosed() {
        town.account("ring-2", "test-ring", "sms", 100_000);
        sql.update("update vendor_account set purpose = 'service' where name = 'ring-2'");
        town.people(5);
        town.sms.answerAt("ring", message -> new SendResult.NotSent(Reason.THROTTLED, "", Duration.ofMinutes(2)));
        town.launch("");

        BatchPlan plan = town.work();

        assertThat(town.attempts()).containsOnly(entry("sms not_sent", 5L));
        assertThat(plan.nextWake()).isAfter(town.now().plusSeconds(100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-5S"})
    void aWaitOfNoTimeIsOurOwnPauseForThoseWhomNoOpenAccountReaches(Duration retryAfter) {
        town.account("ring-2", "test-ring", "sms", 100_000);
        sql.update("update vendor_account set countries = '{US}' where name = 'ring-2'");
        town.people(5);
        AtomicInteger asked = new AtomicInteger();
        town.sms.answerAt(
                "ring",
                message -> asked.incrementAndGet() > ENOUGH
                        ? TAKEN
                        : new SendResult.NotSent(Reason.THROTTLED, "20429", retryAfter));
        long run = town.launch("");

        town.settle();
        town.dispatch(ChannelKind.SMS);

        assertThat(town.attempts()).as("one try each").containsOnly(entry("sms not_sent", 5L));
        assertThat(closures.now()).containsOnlyKeys("ring");
        Duration first = pause();
        timePasses(run);
        town.dispatch(ChannelKind.SMS);
        assertThat(town.attempts()).containsOnly(entry("sms not_sent", 10L));
        assertThat(pause()).as("longer at the next try").isGreaterThan(first);
    }

    @Test
    void whomTheirOwnMailboxPutsOffWaitWithoutClosingTheAccount() {
        String busy = town.phone(town.person("busy"), "-1");
        town.phone(town.person("free"), "-2");
        town.sms.answer(busy, message -> new SendResult.NotSent(Reason.DEFERRED, "450 4.2.1", Duration.ofMinutes(5)));
        town.launch("");

        BatchPlan plan = town.work();

        assertThat(town.attempts()).containsOnly(entry("sms accepted", 1L), entry("sms not_sent", 1L));
        assertThat(closures.now()).isEmpty();
        assertThat(plan.waitsFor())
                .containsPattern(
                        "sms next try \\d{4}-\\d\\d-\\d\\dT[0-9:]{8}Z after: The receiving side asks for a later try \\(450 4.2.1\\), 1 person");
        assertThat(plan.reasons()).contains("deferred");
        assertThat(plan.nextWake()).isAfter(town.now().plusSeconds(200));
    }

    @Test
    void aVendorThatDoesNotSayForHowLongIsLeftInPeaceForAWhile() {
        town.people(3);
        town.sms.answer("*", message -> new SendResult.NotSent(Reason.THROTTLED, "20429", null));
        long run = town.launch("");

        town.work();

        assertThat(closures.now().get("ring"))
                .returns(Reason.THROTTLED, Closures.Closure::reason)
                .returns("20429", Closures.Closure::vendorCode);
        town.api()
                .get("/api/campaigns/" + run + "/progress")
                .then()
                .body("closedAccounts[0].vendorCode", equalTo("20429"));
    }

    @Test
    void aBatchThatOnlyWaitsForClosedAccountsGivesItsPlaceToAnother() {
        town.people(3);
        long run = town.launch("");
        closures.close("ring", Duration.ofHours(1), Reason.THROTTLED, "20429");

        BatchPlan plan = town.settle();

        assertThat(plan.stage()).isEqualTo("waiting");
        assertThat(plan.due()).containsExactly(new BatchPlan.ChannelDue("sms", 3, 0, null));
        assertThat(plan.reasons()).contains("throttled");
        assertThat(plan.nextWake())
                .isBetween(town.now().plusSeconds(3500), town.now().plusSeconds(3700));
        town.api()
                .get("/api/campaigns/" + run + "/progress")
                .then()
                .body("batches.sending", equalTo(0))
                .body("batches.waiting", equalTo(1));

        sql.update("update delivery set due_at = carillon_now() + interval '1 hour' where run_id = ?", run);
        town.api()
                .post("/api/accounts/ring/check")
                .then()
                .body("isReady", equalTo(false))
                .body("findings[0].code", equalTo("closed"));
        town.api().post("/api/accounts/ring/open").then().statusCode(200).body("closed", nullValue());
        assertThat(town.settle().stage()).as("rows that waited are due").isEqualTo("sending");
        assertThat(sql.list("select target from outbox where command = 'batch'", row -> row.getString(1)))
                .contains(run + "/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"paused", "scheduled"})
    void aRunThatStoodStillWhenItsAccountWasOpenedGoesOnAtOnce(String state) {
        town.people(3);
        long run = town.launch("");
        closures.close("ring", Duration.ofHours(1), Reason.THROTTLED, "20429");
        assertThat(town.work().stage()).isEqualTo("waiting");
        town.api().post("/api/campaigns/" + run + "/pause").then().body("state", equalTo("paused"));
        sql.update("update run set state = ? where id = ?", state, run);

        town.api().post("/api/accounts/ring/open").then().statusCode(200).body("closed", nullValue());
        sql.update("update run set state = 'paused' where id = ?", run);
        town.api().post("/api/campaigns/" + run + "/resume").then().body("state", equalTo("running"));

        assertThat(town.settle().due()).containsExactly(new BatchPlan.ChannelDue("sms", 3, 0, null));
        town.work();
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 3L));
    }

    @Test
    void whoWaitsForAClosedAccountGoesToOneThatIsAddedMeanwhile() {
        town.people(3);
        long run = town.launch("");
        closures.close("ring", Duration.ofHours(1), Reason.THROTTLED, "20429");
        assertThat(town.work().stage()).isEqualTo("waiting");

        town.api()
                .contentType("application/json")
                .body("""
                        {"vendor": "test-ring", "kind": "sms", "mode": "sandbox", "rate": {"limit": 100}, "rank": 20}""")
                .put("/api/accounts/ring-2")
                .then()
                .statusCode(201);
        assertThat(town.settle().nextWake())
                .as("when every process knows it")
                .isBefore(town.now().plusSeconds(60));
        sql.update(
                "update delivery set due_at = carillon_now() where run_id = ? and due_at < carillon_now() + interval '1 minute'",
                run);
        town.work();

        assertThat(sql.list(
                        "select distinct account || ' ' || state from attempt where run_id = ?",
                        row -> row.getString(1),
                        run))
                .containsExactly("ring-2 accepted");
        assertThat(closures.now()).as("stays closed").containsOnlyKeys("ring");
    }

    @Test
    void whoWaitsForAClosedAccountGoesOnWhenItIsTakenOutOfUse() {
        town.people(2);
        String far = town.phone(town.person("far"), "-8");
        town.sms.answer(far, message -> new SendResult.NotSent(Reason.THROTTLED, "20429", Duration.ofHours(1)));
        town.phone(town.person("away"), "-9");
        town.accountAbroad("ring-2", 100, "US", "far", "away");
        long run = town.launch("");
        BatchPlan plan = town.work();
        assertThat(plan.waitsFor())
                .contains("sms: ring-2: The vendor asked us to slow down (20429). Next try ", "person");
        assertThat(plan.reasons()).contains("throttled");
        assertThat(plan.nextWake())
                .as("looks again by itself")
                .isBefore(town.now().plus(Duration.ofMinutes(11)));
        sql.update(
                "update delivery set due_at = carillon_now() + interval '1 hour' where run_id = ? and state = 'pending'",
                run);

        town.api().delete("/api/accounts/ring-2").then().statusCode(204);

        assertThat(sql.list("select target from outbox where command = 'batch'", row -> row.getString(1)))
                .contains(run + "/1");
        assertThat(town.settle().nextWake())
                .as("when every process knows it")
                .isBefore(town.now().plusSeconds(10));
        sql.update("update delivery set due_at = carillon_now() where run_id = ? and state = 'pending'", run);
        town.work();
        assertThat(sql.list(
                        "select channel || ' ' || reason from pass where run_id = ? and reason = 'no_account'",
                        row -> row.getString(1),
                        run))
                .containsExactly("sms no_account");
    }

    @Test
    void whoCannotBeSentToHereAnywayGoesOnWhileTheAccountIsClosed() {
        town.people(2);
        long run = town.launchSaying("${birthday} 好礼");
        sql.update(
                "update profile set birthday = '1990-01-01' where id = (select min(profile_id) from delivery where run_id = ?)",
                run);
        closures.close("ring", Duration.ofHours(1), Reason.THROTTLED, "20429");

        BatchPlan plan = town.work();

        assertThat(town.attempts()).containsOnly(entry("email accepted", 1L));
        assertThat(sql.list("select channel || ' ' || reason from pass where run_id = ?", row -> row.getString(1), run))
                .contains("sms missing_variable");
        assertThat(plan.stage()).isEqualTo("waiting");
        assertThat(plan.waitsFor())
                .startsWith("sms: ring: The vendor asked us to slow down (20429). Next try ")
                .endsWith("Z, 1 person");
    }

    @Test
    void aMessageThatAloneIsNotTakenWaitsLongerEachTime() {
        String bad = town.phone(town.person("bad"), "-1");
        town.phone(town.person("good"), "-2");
        town.sms.answer(bad, message -> AWAY);
        long run = town.launch("");
        town.work();
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 1L), entry("sms not_sent", 1L));
        assertThat(outages()).isZero();
        assertThat(mostTries(run)).isEqualTo(1);

        timePasses(run);
        town.work();
        assertThat(mostTries(run)).isEqualTo(2);
        assertThat(outages()).isZero();
    }

    private void timePasses(long run) {
        sql.update("update vendor_account set closed_until = clock_timestamp() where name = 'ring'");
        sql.update("update delivery set due_at = carillon_now() where run_id = ? and state = 'pending'", run);
    }

    private Duration pause() {
        return sql.one(
                "select extract(epoch from closed_until - closed_since) * 1000 as millis from vendor_account where name = 'ring'",
                row -> Duration.ofMillis(row.getLong("millis")));
    }

    private long outages() {
        return sql.one("select outages from vendor_account where name = 'ring'", row -> row.getLong(1));
    }

    private long mostTries(long run) {
        return sql.one("select max(tries) from delivery where run_id = ?", row -> row.getLong(1), run);
    }
}
