package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.VendorAccounts;
import io.carillon.database.DatabaseFailure;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.claim.Answered;
import io.carillon.delivery.claim.Claim;
import io.carillon.delivery.claim.ClaimOrder;
import io.carillon.delivery.claim.Claimer;
import io.carillon.delivery.ledger.RunPlans;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A channel that is stopped at an account, and what opens it while messages are on their way. */
@QuarkusTest
class BlocksTest extends TownTest {
    private static final SendResult NO_BALANCE = new SendResult.Blocked(Reason.BALANCE, "isv.AMOUNT_NOT_ENOUGH");

    @Inject
    Sql sql;

    @Inject
    Blocks blocks;

    @Inject
    Claimer claimer;

    @Inject
    RunPlans plans;

    @Inject
    VendorAccounts accounts;

    @AfterEach
    void leave() {
        sql.update("delete from vendor_account where name = 'ring-2'");
    }

    @Test
    void codesThatNobodyKnowsStopAChannelWhenTheyComeInARowHoweverFarItIs() {
        town.people(200);
        town.sms.answer("*", message -> new SendResult.Refused(Reason.UNLISTED, "X9"));
        long run = town.launch("");
        // As after a resume, or after so many messages that no share counts.
        sql.update("update run_step set is_trusted = true where run_id = ?", run);
        town.settle();
        town.dispatch(ChannelKind.SMS);

        town.api()
                .get("/api/campaigns/" + run + "/progress")
                .then()
                .body("blocked[0].reason", equalTo("many_refusals"))
                .body("blocked[0].vendorCode", equalTo("X9"));
        assertThat(town.attempts().get("sms refused")).isBetween(20L, 199L);
    }

    @Test
    void whoWaitedForAnAccountThatIsTakenOutOfUseGoesOnByAnother() {
        town.people(5);
        town.sms.answerAt("ring", message -> NO_BALANCE);
        long run = town.launch("");
        town.work();
        town.account("ring-2", "test-ring", "sms", 100_000);
        sql.update("update vendor_account set rank = 2 where name = 'ring-2'");
        town.work();
        assertThat(town.attempts()).containsOnly(entry("sms blocked", 5L));
        town.api()
                .post("/api/accounts/ring/check")
                .then()
                .body("isReady", equalTo(false))
                .body("findings[0].code", equalTo("stopped"))
                .body("findings[0].message", containsString("/api/campaigns/" + run + "/resume"));

        town.api().delete("/api/accounts/ring").then().statusCode(204);
        town.clockBy(Duration.ofSeconds(10));
        town.work();

        assertThat(town.sms.addresses()).hasSize(5).doesNotHaveDuplicates();
        assertThat(town.attempts()).containsOnly(entry("sms blocked", 5L), entry("sms accepted", 5L));
        town.api().get("/api/campaigns/" + run + "/progress").then().body("blocked", empty());
        assertThat(sql.list("select target from outbox where command = 'batch'", row -> row.getString(1)))
                .as("its batch is told")
                .contains(run + "/1");
    }

    @Test
    void anAnswerThatComesAfterItsAccountWasTakenOutOfUseStopsNothing() {
        town.people(3);
        town.sms.answerAt("ring", message -> NO_BALANCE);
        town.sms.beforeEachCall(
                () -> town.api().delete("/api/accounts/ring").then().statusCode(204));
        long run = town.launch("");
        town.settle();

        town.dispatch(ChannelKind.SMS);

        assertThat(town.attempts()).containsEntry("sms blocked", 3L);
        assertThat(blocks.of(run)).isEmpty();
        town.clockBy(Duration.ofSeconds(10));
        town.work();
        assertThat(town.states()).as("there is no account for texts left").containsOnly(entry("sent", 3L));
        assertThat(town.attempts()).containsEntry("email accepted", 3L);
    }

    @Test
    void aClaimAsksAgainWhetherAChannelIsStoppedBeforeItPutsAnybodyOff() {
        town.people(4);
        long run = town.launch("");
        town.settle();
        ClaimOrder stale = orderThatBelievesInABlock(run);

        Claim claim = claimer.claim(stale);

        assertThat(claim.messages()).isEmpty();
        assertThat(due(run)).as("nobody opens a channel that is open").isEqualTo(4);
        sql.update(
                "insert into run_block values (?, 'sms', 'ring', 'balance', '', carillon_now(), carillon_now() + interval '5 minutes')",
                run);
        claimer.claim(stale);
        assertThat(due(run)).isZero();
    }

    @Test
    void nobodyOpensAChannelWhileAnOutcomePutsPeopleOffForIt() {
        town.people(1);
        town.sms.answer("*", message -> NO_BALANCE);
        long run = town.launch("");
        town.work();
        Answered blocked = new Answered(claimOne(run).messages().get(0), NO_BALANCE);

        QuarkusTransaction.requiringNew().run(() -> {
            assertThat(blocks.note(plans.of(run), ChannelKind.SMS, List.of(blocked)))
                    .containsKey("ring");
            assertThatThrownBy(() -> QuarkusTransaction.requiringNew()
                            .run(() -> sql.run("select 1 from run_block where run_id = ? for update nowait", run)))
                    .isInstanceOf(DatabaseFailure.class)
                    .hasMessageContaining("could not obtain lock");
        });
    }

    @Test
    void whatIsTriedIsRefusedAcceptedOrUnknown() {
        String refused = town.phone(town.person("refused"), "-1");
        String unknown = town.phone(town.person("unknown"), "-2");
        String unsent = town.phone(town.person("unsent"), "-3");
        String stopped = town.phone(town.person("stopped"), "-4");
        town.phone(town.person("fine"), "-5");
        town.sms.answer(refused, message -> new SendResult.Refused(Reason.NOT_REACHABLE, "30003"));
        town.sms.answer(unknown, message -> new SendResult.Unknown(Reason.TIME_OUT, ""));
        town.sms.answer(unsent, message -> new SendResult.NotSent(Reason.DEFERRED, "", Duration.ofMinutes(5)));
        town.sms.answer(stopped, message -> NO_BALANCE);
        long run = town.launch("");

        town.work();

        assertThat(town.attempts().keySet())
                .contains("sms refused", "sms unknown", "sms not_sent", "sms blocked", "sms accepted");
        for (String view : List.of("progress", "result")) {
            town.api()
                    .get("/api/campaigns/" + run + "/" + view)
                    .then()
                    .body("channels[0].channel", equalTo("sms"))
                    .body("channels[0].tried", equalTo(3))
                    .body("channels[0].refused", equalTo(1))
                    .body("channels[0].accepted", equalTo(1))
                    .body("channels[0].unknown", equalTo(1))
                    .body("channels[0].blocked", equalTo(1));
        }
    }

    private ClaimOrder orderThatBelievesInABlock(long run) {
        return order(run, Map.of(), Map.of("ring", town.now().plusSeconds(300)));
    }

    private Claim claimOne(long run) {
        sql.update("update delivery set due_at = 'epoch' where run_id = ?", run);
        return claimer.claim(order(run, Map.of("ring", 1), Map.of()));
    }

    private ClaimOrder order(long run, Map<String, Integer> units, Map<String, Instant> stopped) {
        return new ClaimOrder(
                plans.of(run),
                1,
                ChannelKind.SMS,
                town.now(),
                10,
                accounts.of(ChannelKind.SMS),
                units,
                Map.of(),
                stopped,
                Map.of(),
                "");
    }

    private long due(long run) {
        return sql.one(
                "select count(*) as n from delivery where run_id = ? and due_at <= carillon_now()",
                row -> row.getLong("n"),
                run);
    }
}
