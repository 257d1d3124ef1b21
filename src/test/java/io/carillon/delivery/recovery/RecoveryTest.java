package io.carillon.delivery.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.channel.VendorReport.Outcome;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.ledger.LedgerNews;
import io.carillon.delivery.settle.BatchPlan;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a run whose database went back in time while the vendors did not. */
@QuarkusTest
class RecoveryTest extends TownTest {
    @Inject
    Recovery recovery;

    @Inject
    LedgerNews news;

    @Inject
    Sql sql;

    @BeforeEach
    void found() {
        // A recovery goes through every open run of the database, also those that other tests left open.
        sql.update("update run set closed_at = now() where closed_at is null");
        sql.update("delete from recovery_run");
        sql.update("delete from recovery");
    }

    @Test
    void whoMayHaveBeenSentToIsInDoubtAndNeverSentToAgain() {
        town.people(6);
        long run = town.launch("");
        RunBackup backup = RunBackup.of(sql, run);
        town.work();
        assertThat(town.sms.taken()).hasSize(6);
        backup.restore();

        recover();

        assertThat(town.states()).containsOnly(entry("unknown restored", 6L));
        assertThat(town.attempts()).containsOnly(entry("sms unknown", 6L));
        assertPaused(run);
        resume(run);
        town.work();
        town.clockBy(Duration.ofHours(3));
        BatchPlan end = town.work();
        assertThat(town.sms.taken()).hasSize(6);
        assertThat(town.email.taken()).isEmpty();
        assertThat(town.states()).containsOnly(entry("unknown restored", 6L));
        assertThat(end.stage()).isEqualTo("done");
    }

    @Test
    void aDraftThatMayHaveBeenLaunchedSinceTheBackupIsNotLaunchedAgain() {
        town.people(1);
        long draft = copy(town.launch(""));

        recover();

        town.api()
                .post("/api/campaigns/" + draft + "/launch")
                .then()
                .statusCode(409)
                .body("type", endsWith("recovered-draft"))
                .body("detail", containsString("/api/campaigns/" + draft + "/copy"));
        town.api().post("/api/campaigns/" + copy(draft) + "/launch").then().statusCode(202);
    }

    private long copy(long campaign) {
        return town.api()
                .post("/api/campaigns/" + campaign + "/copy")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    @Test
    void whoEndedBeforeTheBackupOrWaitsForLaterIsLeftAlone() {
        long run = heldForTwoHours();

        recover();

        assertThat(town.states()).containsOnly(entry("held window", 3L));
        resume(run);
        town.clockBy(Duration.ofHours(3));
        town.work();
        assertThat(town.sms.taken()).hasSize(3);
        assertThat(town.states()).containsOnly(entry("sent", 3L));
    }

    @Test
    void whoWasHeldForAWindowThatOpenedSinceTheBackupMayHaveBeenSentTo() {
        long run = heldForTwoHours();
        RunBackup backup = RunBackup.of(sql, run);
        Instant since = town.now();
        town.clockBy(Duration.ofHours(3));
        town.work();
        assertThat(town.sms.taken()).hasSize(3);
        backup.restore();

        assertThat(recovery.recover(since, "", "test")).isTrue();

        assertThat(town.states()).containsOnly(entry("unknown restored", 3L));
        resume(run);
        town.work();
        assertThat(town.sms.taken()).hasSize(3);
        assertThat(town.email.taken()).isEmpty();
    }

    @Test
    void whoWaitedForAnAccountOrAnotherTryMayHaveBeenBroughtForward() {
        town.people(2);
        long run = town.launch("");
        sql.update("""
                update delivery set state = 'pending', channel = 'sms', due_at = carillon_now() + interval '5 minutes',
                       waits_for = case when id = 1 then 'ring' end where run_id = ?""", run);

        recover();

        assertThat(town.states()).containsOnly(entry("unknown restored", 2L));
    }

    @Test
    void nobodyIsInDoubtOfARunThatBeginsLater() {
        town.people(2);
        town.launch(
                "",
                "{ start: %s, zone: Asia/Shanghai }"
                        .formatted(LocalDateTime.now(ZoneId.of("Asia/Shanghai"))
                                .plusHours(1)
                                .truncatedTo(ChronoUnit.MINUTES)));

        recover();

        assertThat(town.states()).containsOnly(entry("pending", 2L));
    }

    @Test
    void whatWasInFlightWhenTheBackupWasTakenIsInDoubt() {
        town.people(1);
        long run = town.launch("");
        town.work();
        sql.update("update attempt set state = 'in_flight', outcome_at = null, vendor_id = null where run_id = ?", run);
        sql.update("""
                update delivery set state = 'pending', channel = 'sms', due_at = carillon_now() + interval '46 seconds' where run_id = ?""", run);

        recover();

        assertThat(town.states()).containsOnly(entry("unknown restored", 1L));
        AttemptKey key = town.sms.taken().get(0).key();
        tell("ring", key, Outcome.DELIVERED, null);
        assertThat(town.states()).containsOnly(entry("sent", 1L));
    }

    @Test
    void badNewsAfterwardsNeverLeadToASecondMessage() {
        town.people(1);
        long run = town.launch("");
        town.work();
        AttemptKey first = town.sms.taken().get(0).key();
        RunBackup backup = RunBackup.of(sql, run);
        tell("ring", first, Outcome.UNDELIVERED, Reason.UNDELIVERED);
        town.work();
        assertThat(town.email.taken()).as("sent in the time that is lost").hasSize(1);
        backup.restore();
        recover();
        assertThat(town.states()).containsOnly(entry("sent", 1L));
        resume(run);

        tell("ring", first, Outcome.UNDELIVERED, Reason.UNDELIVERED);
        town.work();

        assertThat(town.email.taken()).hasSize(1);
        assertThat(town.states()).containsOnly(entry("unknown restored", 1L));
        assertThat(town.attempts()).containsOnly(entry("sms undelivered", 1L), entry("email unknown", 1L));
    }

    @Test
    void aChannelThatWasStoppedMayHaveBeenOpenedSince() {
        town.people(2);
        long run = town.launch("");
        town.settle();
        sql.update("update delivery set due_at = carillon_now() + interval '5 minutes' where run_id = ?", run);
        sql.update(
                "insert into run_block values (?, 'sms', 'ring', 'balance', '', now(), now() + interval '5 minutes')",
                run);

        recover();

        assertThat(town.states()).containsOnly(entry("unknown restored", 2L));
    }

    @Test
    void aRunThatHadBegunAfterTheBackupIsFrozenAndInDoubt() {
        town.people(2);
        long run = town.launch("");
        sql.update("delete from delivery where run_id = ?", run);
        sql.update("delete from delivery_count where run_id = ?", run);
        sql.update("delete from batch where run_id = ?", run);
        sql.update("update run set frozen_at = null, audience = null, batches = null where id = ?", run);

        recover();

        assertThat(town.states()).containsOnly(entry("unknown restored", 2L));
        assertPaused(run);
    }

    @Test
    void oneRecoveryIsCarriedOutOnce() {
        town.people(2);
        long run = town.launch("");
        Instant since = town.now().minusSeconds(60);
        long next = sql.one("select last_value from run_id", row -> row.getLong(1));

        assertThat(recovery.recover(since, "", "test")).isTrue();
        resume(run);
        assertThat(recovery.recover(since, "", "test")).isFalse();

        town.api().get("/api/campaigns/" + run + "/progress").then().body("state", equalTo("running"));
        town.api().get("/api/recoveries").then().body("[0].people.'" + run + "'", equalTo(2));
        long after = sql.one("select last_value from run_id", row -> row.getLong(1));
        assertThat(after).as("ids that campaigns of the lost time may have").isGreaterThanOrEqualTo(next + 1_000);
    }

    @Test
    void aCommandWithATimeThatWasUsedBeforeIsRefusedAsItMayBeAboutAnotherRestore() {
        town.people(2);
        long run = town.launch("");
        Instant since = town.now().minusSeconds(60);

        assertThat(recovery.recover(since, "first", "test")).isTrue();
        resume(run);
        assertThat(recovery.recover(since, "first", "test"))
                .as("a process of the same command")
                .isFalse();
        assertThatThrownBy(() -> recovery.recover(since, "second", "test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was recovered since")
                .hasMessageContaining("a second earlier");

        town.api().get("/api/campaigns/" + run + "/progress").then().body("state", equalTo("running"));
        assertThat(recovery.recover(since.minusSeconds(1), "second", "test")).isTrue();
        assertPaused(run);
    }

    @Test
    void whatBrokeOffIsFinishedAlsoByAnotherCommand() {
        town.people(1);
        long run = town.launch("");
        Instant since = town.now().minusSeconds(60);
        sql.update("insert into recovery (since, request, actor) values (?, 'killed', 'test')", since);

        assertThat(recovery.recover(since, "next", "test")).isTrue();

        assertPaused(run);
    }

    @Test
    void aTimeThatHasNotComeOrHasNoOffsetIsRefused() {
        assertThatThrownBy(() -> recovery.recover(town.now().plusSeconds(60), "", "test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has not come yet");
        assertThatThrownBy(() -> RecoveryStart.time("2027-09-13 10:00"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2027-09-13T10:00:00+08:00");
        assertThat(RecoveryStart.time("2027-09-13T10:00:00+08:00")).isEqualTo("2027-09-13T02:00:00Z");
    }

    /** A run of three people whose window opens in two hours. */
    private long heldForTwoHours() {
        town.people(3);
        LocalTime here = LocalTime.now(ZoneId.of("Asia/Shanghai"));
        long run = town.launch(
                "",
                "{ start: now, zone: Asia/Shanghai, window: \"%tR-%tR\" }"
                        .formatted(here.plusHours(2), here.plusHours(4)));
        town.work();
        assertThat(town.states()).containsOnly(entry("held window", 3L));
        return run;
    }

    private void recover() {
        assertThat(recovery.recover(town.now().minusSeconds(60), "", "test")).isTrue();
        town.assertSum();
    }

    private void resume(long run) {
        town.api().post("/api/campaigns/" + run + "/resume").then().statusCode(200);
    }

    private void assertPaused(long run) {
        town.api().get("/api/campaigns/" + run + "/progress").then().body("state", equalTo("paused"));
        town.dispatch(ChannelKind.SMS);
        town.assertSum();
    }

    private void tell(String account, AttemptKey key, Outcome outcome, Reason reason) {
        QuarkusTransaction.requiringNew()
                .run(() -> news.apply(
                        List.of(new LedgerNews.News(account, key, outcome, reason, "", null, null, null, town.now()))));
        town.assertSum();
    }
}
