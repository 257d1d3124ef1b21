package io.carillon.delivery.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.hamcrest.Matchers.equalTo;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Closures;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.VendorReport.Outcome;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.claim.AttemptLinks;
import io.carillon.delivery.claim.UnsubscribeToken;
import io.carillon.delivery.dispatch.DispatchReport;
import io.carillon.delivery.ledger.LedgerNews;
import io.carillon.delivery.settle.BatchPlan;
import io.carillon.delivery.view.RunProgress;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gates at the moment of the claim, pause and cancel, waits, and news from vendors. */
@QuarkusTest
class RunControlTest extends TownTest {
    @Inject
    LedgerNews news;

    @Inject
    AttemptLinks links;

    @Inject
    RunProgress progress;

    @Inject
    Closures closures;

    @Inject
    Sql sql;

    private ValidatableResponse result(long run) {
        return town.api().get("/api/campaigns/" + run + "/result").then();
    }

    @Test
    void theClaimSeesWhatPeopleSaidAfterTheFreeze() {
        long out = town.person("out");
        town.phone(out, "-1");
        long banned = town.person("banned");
        String bannedPhone = town.phone(banned, "-2");
        long stays = town.person("stays");
        String phone = town.phone(stays, "-3");
        town.launch("");
        town.settle();

        town.consent(out, "sms", "withdrawn");
        sql.update(
                "insert into suppression (hash, kind, reason, source, actor) select hash, kind, 'asked', 'test', 'test'"
                        + " from address where profile_id = ?",
                banned);
        town.dispatch(ChannelKind.SMS);
        town.work();

        assertThat(town.sms.addresses()).containsExactly(phone).doesNotContain(bannedPhone);
        assertThat(town.states())
                .containsOnly(entry("sent", 1L), entry("skipped suppressed", 1L), entry("failed no_address", 1L));
    }

    @Test
    void whoHasNeitherAddressNorConsentEndsWithItsReason() {
        long silent = town.person("silent");
        town.phone(silent, "-1");
        town.consent(silent, "sms", "withdrawn");
        town.person("nothing");
        town.launch("");

        town.work();

        assertThat(town.sms.taken()).isEmpty();
        assertThat(town.states()).containsOnly(entry("failed no_address", 2L));
    }

    @Test
    void whoLeavesTheLastChannelDoesNotGoOn() {
        town.phone(town.person("silent"), "-1");
        town.mailbox(town.person("mail"), "m");
        long run = town.launch("");
        sql.update(
                "update consent set state = 'withdrawn' where profile_id in"
                        + " (select profile_id from address where kind = 'mailbox' and profile_id in (select profile_id from delivery where run_id = ?))",
                run);
        town.work();

        assertThat(town.states()).containsOnly(entry("sent", 1L), entry("failed no_address", 1L));
        result(run).body("wentOn.total", equalTo(1)).body("wentOn.byReason", equalTo(Map.of("no_address", 1)));
    }

    @Test
    void whoWentOnIsToldByTheReasonAndNotByThePolicysRuleForIt() {
        town.mailbox(town.person("mail"), "m");
        long run = town.launch("");
        town.work();
        sql.update(
                "insert into pass_count (run_id, batch_no, channel, reason, led, passes) values (?, 1, 'sms', 'no_grant', 'next', 2)",
                run);

        result(run).body("wentOn.byReason", equalTo(Map.of("no_address", 1, "no_grant", 2)));
    }

    @Test
    void onlyRunsThatHaveSomethingToDoAreWokenAgainAndAgain() {
        town.people(2);
        long run = town.launch("");
        town.settle();
        assertThat(progress.busy().runs()).contains(run);

        town.api().post("/api/campaigns/" + run + "/pause").then().statusCode(200);
        assertThat(progress.busy().runs()).doesNotContain(run);
        assertThat(progress.openRuns()).contains(run);

        sql.update("update run set state = 'scheduled', starts_at = now() + interval '1 day' where id = ?", run);
        assertThat(progress.busy().runs()).doesNotContain(run);
        sql.update("update run set starts_at = now() where id = ?", run);
        assertThat(progress.busy().runs()).contains(run);
    }

    @Test
    void aCampaignTellsWhyNothingLeavesWhileItsAccountsAreClosed() {
        town.people(2);
        long run = town.launch("");
        town.settle();
        assertThat(progress.look(run).reasons()).isEmpty();

        closures.close("ring", Duration.ofHours(1), Reason.THROTTLED, "20429");

        assertThat(progress.look(run).reasons()).containsExactly("throttled");
    }

    @Test
    void noBatchOfAPausedRunCountsAsSending() {
        town.people(2);
        long run = town.launch("");
        String progress = "/api/campaigns/" + run + "/progress";
        sql.update("update batch set stage = 'sending' where run_id = ?", run);
        town.api().get(progress).then().body("stage", equalTo("sending")).body("batches.sending", equalTo(1));

        town.api().post("/api/campaigns/" + run + "/pause").then().statusCode(200);

        town.api()
                .get(progress)
                .then()
                .body("stage", equalTo("paused"))
                .body("batches.sending", equalTo(0))
                .body("batches.paused", equalTo(1))
                .body("batches.total", equalTo(1));
    }

    @Test
    void aRunThatBeginsLaterIsScheduledAndNotSending() {
        town.people(2);
        long run = town.launch("", "{ start: 2040-01-01T10:00, zone: Asia/Shanghai, end: 2040-01-02T10:00 }");
        sql.update("update run set state = 'scheduled' where id = ?", run);
        String progress = "/api/campaigns/" + run + "/progress";

        town.api().get(progress).then().body("state", equalTo("scheduled")).body("stage", equalTo("scheduled"));
        sql.update("update run set frozen_at = null where id = ?", run);
        town.api().get(progress).then().body("stage", equalTo("scheduled"));
    }

    @Test
    void afterTheEndNobodyIsSentTo() {
        town.people(3);
        town.launch("");
        town.clockBy(Duration.ofDays(8));

        BatchPlan plan = town.work();

        assertThat(town.sms.taken()).isEmpty();
        assertThat(town.states()).containsOnly(entry("skipped expired", 3L));
        assertThat(plan.stage()).isEqualTo("done");
    }

    @Test
    void whenPauseAnswersNothingLeavesThatWasNotClaimed() throws Exception {
        town.people(600);
        long run = town.launch("");
        town.settle();
        CountDownLatch calling = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        town.sms.beforeEachCall(() -> {
            calling.countDown();
            await(goOn);
        });
        CompletableFuture<DispatchReport> dispatch =
                CompletableFuture.supplyAsync(() -> town.dispatch(ChannelKind.SMS));
        await(calling);

        town.api()
                .post("/api/campaigns/" + run + "/pause")
                .then()
                .statusCode(200)
                .body("state", equalTo("paused"));
        goOn.countDown();
        dispatch.get(60, TimeUnit.SECONDS);

        int left = town.sms.taken().size();
        assertThat(left).as("the micro-batch that was claimed").isBetween(1, 500);
        town.work();
        town.dispatch(ChannelKind.SMS);
        assertThat(town.sms.taken()).hasSize(left);

        town.api().post("/api/campaigns/" + run + "/resume").then().statusCode(200);
        town.work();
        assertThat(town.sms.addresses()).hasSize(600).doesNotHaveDuplicates();
    }

    @Test
    void cancelEndsWhoWasNotSentToAndKeepsWhoWas() {
        town.people(2);
        long late = town.person("late");
        String phone = town.phone(late, "-late");
        town.sms.answer(phone, message -> new SendResult.NotSent(Reason.VENDOR_DOWN, "", Duration.ofMinutes(5)));
        long run = town.launch("");
        town.work();

        town.api().post("/api/campaigns/" + run + "/cancel").then().statusCode(200);
        BatchPlan plan = town.work();

        assertThat(town.states()).containsOnly(entry("sent", 2L), entry("skipped cancelled", 1L));
        town.api().get("/api/campaigns/" + run + "/progress").then().body("stage", equalTo("closing"));
        assertThat(plan.stage()).isIn("waiting", "done");
        town.api().post("/api/campaigns/" + run + "/resume").then().statusCode(409);
        town.api().post("/api/campaigns/" + run + "/cancel").then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({"sms, failed undelivered", "'sms, email', skipped cancelled"})
    void badNewsOfACancelledRunStayTheReasonWhereNothingElseWasLeft(String order, String state) {
        town.people(1);
        long run = town.launchOver(order, "");
        town.work();
        town.api().post("/api/campaigns/" + run + "/cancel").then().statusCode(200);

        apply(town.sms.taken().get(0).key(), Outcome.UNDELIVERED, Reason.UNDELIVERED);
        town.work();

        assertThat(town.states()).containsOnly(entry(state, 1L));
        assertThat(town.email.taken()).isEmpty();
        town.api()
                .get("/api/campaigns/" + run + "/gaps")
                .then()
                .statusCode(200)
                .body("items.find { it.channel == 'sms' }.reason", equalTo("undelivered"))
                .body("items.find { it.channel == 'sms' }.people", equalTo(1));
        town.assertSum();
    }

    @Test
    void badNewsInTimeLeadOnAndAfterTheEndOnlyCorrectFigures() {
        town.people(2);
        town.launch("");
        town.work();
        AttemptKey first = town.sms.taken().get(0).key();
        AttemptKey second = town.sms.taken().get(1).key();

        apply(first, Outcome.UNDELIVERED, Reason.UNDELIVERED);
        town.work();
        assertThat(town.email.taken()).hasSize(1);

        town.clockBy(Duration.ofHours(3));
        town.work();
        apply(second, Outcome.UNDELIVERED, Reason.UNDELIVERED);
        town.work();
        assertThat(town.email.taken()).hasSize(1);
        assertThat(town.states()).containsOnly(entry("sent", 1L), entry("failed undelivered", 1L));
        town.assertSum();
    }

    @Test
    void whenTheWaitEndsUnconfirmedThePolicyDecides() {
        town.people(2);
        town.launch("  waitFor: { sms: { state: delivered, within: 10m } }\n  on: { not_confirmed: next }");
        town.work();
        apply(town.sms.taken().get(0).key(), Outcome.DELIVERED, null);
        assertThat(town.email.taken()).isEmpty();

        town.clockBy(Duration.ofMinutes(15));
        town.work();

        assertThat(town.email.taken()).hasSize(1);
        assertThat(town.states()).containsOnly(entry("sent", 2L));
    }

    @ParameterizedTest
    @CsvSource({"DELIVERED, 1", "READ, 1", "UNDELIVERED, 0"})
    void whoWentOnUnconfirmedIsCountedAlsoOnceTheNewsCome(Outcome late, int deliveredAfterAll) {
        town.people(1);
        long run = town.launch("  waitFor: { sms: { state: delivered, within: 10m } }\n  on: { not_confirmed: next }");
        town.work();
        town.clockBy(Duration.ofMinutes(15));
        town.work();
        assertThat(town.email.taken()).hasSize(1);
        result(run)
                .body("wentOn.byReason", equalTo(Map.of("not_confirmed", 1)))
                .body("wentOn.deliveredAfterAll", equalTo(0));

        apply(town.sms.taken().get(0).key(), late, late == Outcome.UNDELIVERED ? Reason.UNDELIVERED : null);

        result(run).body("wentOn.total", equalTo(1)).body("wentOn.deliveredAfterAll", equalTo(deliveredAfterAll));
        town.assertSum();
    }

    @Test
    void whoLosesTheOnlyAddressByAMessageLeavesForItsReasonWhoeverLooksFirst() {
        long ann = town.person("ann");
        town.phone(ann, "-1");
        town.launch("");
        town.work();

        apply(town.sms.taken().get(0).key(), Outcome.UNDELIVERED, Reason.UNDELIVERED_INVALID);
        town.dispatch(ChannelKind.SMS);
        town.work();

        assertThat(town.states()).containsOnly(entry("failed no_address", 1L));
        assertThat(passes()).containsExactly("email no_address");
    }

    private List<String> passes() {
        return sql.list(
                "select channel || ' ' || reason from pass where run_id = (select max(run_id) from pass) order by 1",
                row -> row.getString(1));
    }

    @Test
    void oneClickUnsubscribesAndTheNextClaimSeesIt() {
        town.people(1);
        town.launch("");
        town.work();
        String link = links.unsubscribe(
                        new UnsubscribeToken(town.sms.taken().get(0).key(), null))
                .replaceFirst("https?://[^/]+", "");

        io.restassured.RestAssured.given().get(link).then().statusCode(200);
        assertThat(withdrawn()).isZero();
        for (int i = 0; i < 2; i++) {
            io.restassured.RestAssured.given()
                    .accept(i == 0 ? "*/*" : "application/json")
                    .contentType("application/x-www-form-urlencoded")
                    .body("List-Unsubscribe=One-Click")
                    .post(link)
                    .then()
                    .statusCode(200);
        }
        assertThat(withdrawn()).isEqualTo(1);
        io.restassured.RestAssured.given().post(link + "x").then().statusCode(404);

        town.launch("  on: { opted_out: stop }");
        town.work();
        assertThat(town.sms.taken()).hasSize(1);
        assertThat(town.states()).containsOnly(entry("skipped opted_out", 1L));
    }

    private long withdrawn() {
        return sql.one("""
                select count(*) from consent c join profile p on p.id = c.profile_id
                 where c.state = 'withdrawn' and p.city = (select city from profile order by id desc limit 1)""", row -> row.getLong(1));
    }

    private void apply(AttemptKey key, Outcome outcome, Reason reason) {
        QuarkusTransaction.requiringNew()
                .run(() -> news.apply(
                        List.of(new LedgerNews.News("ring", key, outcome, reason, "", null, null, null, town.now()))));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
