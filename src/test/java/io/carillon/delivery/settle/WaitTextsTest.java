package io.carillon.delivery.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.VendorAccounts;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.ledger.BatchWait;
import io.carillon.delivery.ledger.BatchWait.Kind;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator reads of a batch that waits. */
@QuarkusTest
class WaitTextsTest extends TownTest {
    @Inject
    Sql sql;

    @Inject
    VendorAccounts accounts;

    @Test
    void receiptsAreWaitedForUntilTheLatestOfThemIsDue() {
        town.people(2);
        long run = town.launch("  waitFor: { sms: { state: delivered, within: 10m } }");
        BatchPlan sent = town.work();
        sql.update(
                "update delivery set due_at = due_at + interval '1 minute' where run_id = ?"
                        + " and id = (select max(id) from delivery where run_id = ?)",
                run,
                run);

        BatchPlan plan = town.settle();

        String latest = sql.one(
                "select to_char(max(due_at) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from delivery where run_id = ?",
                row -> row.getString(1),
                run);
        assertThat(sent.waitsFor()).startsWith("sms receipts until ").endsWith("Z, 2 people");
        assertThat(plan.waitsFor()).isEqualTo("sms receipts until " + latest + ", 2 people");
        progress(run)
                .body("waits.size()", equalTo(1))
                .body("waits[0].channel", equalTo("sms"))
                .body("waits[0].waitsFor", equalTo("receipts"))
                .body("waits[0].people", equalTo(2))
                .body("waits[0].until", startsWith(latest.substring(0, latest.length() - 1)));
    }

    @Test
    void whoeverLooksAtARunSeesWhyPeopleArePutOff() {
        String busy = town.phone(town.person("busy"), "-1");
        town.phone(town.person("free"), "-2");
        town.sms.answer(busy, message -> new SendResult.NotSent(Reason.DEFERRED, "450 4.2.1", Duration.ofMinutes(5)));
        long run = town.launch("");

        town.work();

        progress(run)
                .body("waits.waitsFor", containsInAnyOrder("receipts", "retry"))
                .rootPath("waits.find { it.waitsFor == 'retry' }")
                .body("reason", equalTo("deferred"))
                .body("vendorCode", equalTo("450 4.2.1"))
                .body("people", equalTo(1))
                .body("until", notNullValue())
                .body("text", containsString("later try"));
        town.api().post("/api/campaigns/" + run + "/pause").then().statusCode(200);
        progress(run).body("waits", empty());
    }

    @Test
    void whoIsDueAtAnAccountThatIsClosedWaitsForIt() {
        town.people(2);
        long run = town.launch("");
        sql.update(
                "update vendor_account set closed_since = clock_timestamp(), closed_until = clock_timestamp() + interval '1 hour',"
                        + " closed_reason = 'throttled', closed_code = '20429' where name = 'ring'");

        BatchPlan plan = town.settle();

        assertThat(plan.waitsFor())
                .startsWith("sms: ")
                .contains("The vendor asked us to slow down (20429). Next try ")
                .endsWith(", 2 people");
        progress(run)
                .rootPath("waits[0]")
                .body("waitsFor", equalTo("account"))
                .body("reason", equalTo("throttled"))
                .body("people", equalTo(2))
                .body("until", notNullValue());
    }

    @Test
    void whoeverSharesAnAddressWaitsForTheAnswerToTheOther() {
        // A process' first call to an account carries one message.
        town.people(1);
        town.launch("");
        town.work();
        town.phone(town.person("ann"), "-1");
        town.phone(town.person("bob"), "-1");
        long run = town.launch("");
        town.settle();
        // The answer is waited for two seconds at first, which a machine that is busy needs for the call.
        town.sms.beforeEachCall(() -> sql.update(
                "update delivery set due_at = due_at + interval '1 minute' where run_id = ? and due_at > carillon_now()",
                run));
        town.dispatch(ChannelKind.SMS);

        BatchPlan plan = town.settle();

        assertThat(plan.waitsFor()).contains("sms answer to others at the same address, 1 person");
        progress(run)
                .rootPath("waits.find { it.waitsFor == 'senders' }")
                .body("reason", equalTo("same_address"))
                .body("people", equalTo(1));
    }

    @Test
    void ofSeveralDevicesTheOneThatWasPutOffSaysWhatThePersonWaitsFor() {
        long ann = town.person("ann");
        town.phone(ann, "-1");
        town.phone(ann, "-2");
        town.sms.answer("*", message -> new SendResult.NotSent(Reason.DEFERRED, "450 4.2.1", Duration.ofMinutes(5)));
        long run = town.launch("");
        town.settle();
        town.dispatch(ChannelKind.SMS);
        town.otherAddressRefused(run, ann);

        BatchPlan plan = town.settle();

        assertThat(plan.waitsFor()).contains("(450 4.2.1), 1 person").doesNotContain("same address");

        sql.update("update attempt set state = 'in_flight' where run_id = ? and no = 2", run);
        assertThat(town.settle().waitsFor()).isEqualTo("sms senders' answers, 1 person");
    }

    @Test
    void whoWaitsForTheRateIsNotToldWithThoseWhoWereTurnedAway() {
        Instant next = Instant.parse("2027-09-13T02:00:00Z");
        BatchPlanner.Wait turnedAway = new BatchPlanner.Wait("sms", "ring", Reason.TEMPLATE, "47003", 45, next);
        BatchPlanner.Group group = new BatchPlanner.Group("pending", "sms", "", 4_000, 45, 0, next, next);

        WaitTexts texts = new WaitTexts(
                        List.of(turnedAway), List.of(), Map.of(), Map.of(), Map.of("sms", accounts.of(ChannelKind.SMS)))
                .read(List.of(group));

        assertThat(texts.people())
                .extracting(BatchWait::kind, BatchWait::people)
                .containsExactlyInAnyOrder(tuple(Kind.RETRY, 45L), tuple(Kind.RATE, 4_000L));
    }

    private ValidatableResponse progress(long run) {
        return town.api().get("/api/campaigns/" + run + "/progress").then().statusCode(200);
    }
}
