package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.settle.BatchPlan;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Claim, call and outcome: what each of the five results makes of a person, and that nobody is sent to twice. */
@QuarkusTest
class DispatchTest extends TownTest {
    @Inject
    Sql sql;

    @Inject
    Dispatcher dispatcher;

    @Test
    void sendsToEachPersonOnceHoweverManyDispatchAtOnce() throws Exception {
        town.people(300);
        town.launch("");
        town.settle();

        together(6, () -> town.dispatch(ChannelKind.SMS));

        assertThat(town.sms.addresses()).hasSize(300).doesNotHaveDuplicates();
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 300L));
        assertThat(town.states()).containsOnly(entry("sent", 300L));
        town.assertSum();
    }

    @Test
    void looksOnceMoreBeforeItSaysThatNobodyIsDue() {
        town.people(2);
        long run = town.launch("");
        town.settle();
        sql.update("update delivery set due_at = due_at + interval '1 hour' where run_id = ?", run);
        AtomicInteger looks = new AtomicInteger();

        DispatchReport report = dispatcher.dispatch(run, 1, ChannelKind.SMS, town.now(), soFar -> {
            if (looks.getAndIncrement() == 0) {
                sql.update("update delivery set due_at = due_at - interval '1 hour' where run_id = ?", run);
            }
        });

        assertThat(report.accepted()).isEqualTo(2);
    }

    @Test
    void aTokenThatNoAdapterTakesIsNotSentTo() {
        long apple = town.person("apple");
        town.phone(apple, "-apple");
        sql.update("update address set platform = 'apns' where profile_id = ?", apple);
        town.mailbox(apple, "apple");
        long both = town.person("both");
        town.phone(both, "-older");
        String other = town.phone(both, "-other");
        sql.update(
                "update address set platform = 'apns' where id = (select max(id) from address where profile_id = ?)",
                both);
        town.launch("");

        town.work();

        assertThat(town.sms.addresses()).hasSize(1).doesNotContain(other);
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 1L), entry("email accepted", 1L));
    }

    @Test
    void keepsTheRateOverAllWhoDispatch() throws Exception {
        town.account("ring", "test-ring", "sms", 20);
        town.people(150);
        town.launch("");
        town.settle();
        long begun = System.nanoTime();

        together(4, () -> town.dispatch(ChannelKind.SMS));

        double seconds = (System.nanoTime() - begun) / 1e9;
        // A full bucket of one second, and what flowed in meanwhile.
        assertThat((double) town.sms.taken().size()).isBetween(20.0, 20 + 20 * seconds + 1);
        // Whoever found no rate is still due; on a slow machine that may be nobody.
        long due = town.settle().due().stream()
                .mapToLong(BatchPlan.ChannelDue::people)
                .sum();
        assertThat(due).isEqualTo(150L - town.sms.taken().size());
    }

    @Test
    void anAccountThatCannotBeOpenedStopsItsChannelAndNoOther() {
        town.people(20);
        long mailOnly = town.person("mail-only");
        String mailbox = town.mailbox(mailOnly, "mail-only");
        // Its adapter wants a secret that is not there; it stands before the account that works.
        town.account("a-bell", "test-bell", "sms", 100_000);
        long run = town.launch("");

        town.work();

        assertThat(town.sms.taken()).isEmpty();
        assertThat(town.email.addresses()).containsExactly(mailbox);
        assertThat(town.states()).containsOnly(entry("pending", 20L), entry("sent", 1L));
        town.api()
                .get("/api/campaigns/" + run + "/progress")
                .then()
                .body("blocked[0].account", org.hamcrest.Matchers.equalTo("a-bell"))
                .body("blocked[0].reason", org.hamcrest.Matchers.equalTo("account_setting"));
        town.assertSum();
    }

    @Test
    void aRefusalLeadsToTheNextChannelAndOnlyThere() {
        long ann = town.person("ann");
        String phone = town.phone(ann, "-1");
        String mailbox = town.mailbox(ann, "ann");
        long bob = town.person("bob");
        town.phone(bob, "-2");
        town.mailbox(bob, "bob");
        town.sms.answer(phone, message -> new SendResult.Refused(Reason.NOT_REACHABLE, "30003"));
        town.launch("");

        town.work();

        assertThat(town.email.addresses()).containsExactly(mailbox);
        assertThat(town.states()).containsOnly(entry("sent", 2L));
        assertThat(town.attempts())
                .containsOnly(entry("sms refused", 1L), entry("sms accepted", 1L), entry("email accepted", 1L));
    }

    @Test
    void aRefusalStopsWhereThePolicySaysSo() {
        long ann = town.person("ann");
        town.phone(ann, "-1");
        town.mailbox(ann, "ann");
        town.sms.answer("*", message -> new SendResult.Refused(Reason.NOT_REACHABLE, "30003"));
        town.launch("  on: { refused: stop }");

        town.work();

        assertThat(town.email.taken()).isEmpty();
        assertThat(town.states()).containsOnly(entry("failed not_reachable", 1L));
    }

    @Test
    void anAccountThatAskedUsToWaitIsToldWhileNothingLeavesByIt() {
        town.people(3);
        town.sms.answer("*", message -> new SendResult.NotSent(Reason.THROTTLED, "429", Duration.ofMinutes(2)));
        long run = town.launch("");

        town.work();

        town.api()
                .get("/api/campaigns/" + run + "/progress")
                .then()
                .body("closedAccounts.account", org.hamcrest.Matchers.contains("ring"))
                .body("closedAccounts[0].reason", org.hamcrest.Matchers.equalTo("throttled"))
                .body("closedAccounts[0].vendorCode", org.hamcrest.Matchers.equalTo("429"))
                .body("blocked", org.hamcrest.Matchers.empty());
        town.api().get("/api/accounts/ring").then().body("closed.vendorCode", org.hamcrest.Matchers.equalTo("429"));
        town.api().get("/api/accounts/letter").then().body("closed", org.hamcrest.Matchers.nullValue());
        sql.update(
                "update vendor_account set closed_until = clock_timestamp() + interval '30 seconds' where name = 'ring'");
        sql.update("update delivery set due_at = 'epoch' where run_id = ?", run);
        DispatchReport report = dispatcher.dispatch(run, 1, ChannelKind.SMS, Instant.now(), soFar -> {});
        assertThat(report.waitsFor())
                .startsWith("sms: ring: The vendor asked us to slow down (429). Next try ")
                .containsPattern("Next try \\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z");
    }

    @Test
    void aBlockedChannelStopsAtOnceAndNobodyGoesOnToADearerOne() {
        town.people(30);
        town.sms.answer("*", message -> new SendResult.Blocked(Reason.BALANCE, "isv.AMOUNT_NOT_ENOUGH"));
        long run = town.launch("");

        town.work();
        town.work();

        assertThat(town.attempts()).containsOnly(entry("sms blocked", 30L));
        assertThat(town.email.taken()).isEmpty();
        assertThat(town.states().keySet()).allMatch(state -> state.startsWith("pending"));
        town.api()
                .get("/api/campaigns/" + run + "/progress")
                .then()
                .body("blocked[0].reason", org.hamcrest.Matchers.equalTo("balance"))
                .body("blocked[0].vendorCode", org.hamcrest.Matchers.equalTo("isv.AMOUNT_NOT_ENOUGH"));

        town.sms.forget();
        town.api().post("/api/campaigns/" + run + "/resume").then().statusCode(200);
        town.work();

        assertThat(town.sms.addresses()).hasSize(30).doesNotHaveDuplicates();
        assertThat(town.states()).containsOnly(entry("sent", 30L));
    }

    @Test
    void aProbeOfOneRowReopensAStoppedChannel() {
        town.people(5);
        town.sms.answer("*", message -> new SendResult.Blocked(Reason.TEMPLATE, "T"));
        town.launch("");
        town.work();
        town.clockBy(Duration.ofMinutes(6));

        town.work();
        assertThat(town.attempts()).as("one probe").containsOnly(entry("sms blocked", 6L));

        town.sms.forget();
        town.clockBy(Duration.ofMinutes(12));
        town.work();
        assertThat(town.states()).containsOnly(entry("sent", 5L));
    }

    @Test
    void whatWasNotSentGoesLaterAndNotBeforeTheVendorAllows() {
        town.people(3);
        town.sms.answer("*", message -> new SendResult.NotSent(Reason.THROTTLED, "20429", Duration.ofSeconds(120)));
        town.launch("");

        BatchPlan plan = town.work();

        assertThat(town.attempts()).containsOnly(entry("sms not_sent", 3L));
        assertThat(plan.nextWake()).isAfterOrEqualTo(town.now().plusSeconds(100));
        boolean isClosed = sql.one(
                "select closed_until > clock_timestamp() + interval '100 seconds' from vendor_account where name = 'ring'",
                row -> row.getBoolean(1));
        assertThat(isClosed).as("closed for everybody").isTrue();

        town.sms.forget();
        sql.update("update vendor_account set closed_until = null where name = 'ring'");
        town.clockBy(Duration.ofSeconds(200));
        town.work();
        assertThat(town.sms.addresses()).hasSize(3).doesNotHaveDuplicates();
        assertThat(town.states()).containsOnly(entry("sent", 3L));
        assertThat(town.email.taken()).isEmpty();
    }

    @Test
    void aDoubtIsNeverSentAgain() {
        town.people(2);
        town.sms.answer("*", message -> new SendResult.Unknown(Reason.TIME_OUT, ""));
        town.launch("");
        town.work();
        town.sms.forget();

        town.clockBy(Duration.ofDays(2));
        town.work();

        assertThat(town.sms.taken()).isEmpty();
        assertThat(town.email.taken()).isEmpty();
        assertThat(town.states()).containsOnly(entry("unknown time_out", 2L));
    }

    @Test
    void aVendorThatAnswersNothingButErrorsStopsTheChannel() {
        town.people(600);
        town.sms.answer("*", message -> new SendResult.Unknown(Reason.VENDOR_ERROR, "HTTP 500"));
        long run = town.launch("");

        town.work();
        town.work();

        long claimed = town.attempts().get("sms unknown");
        assertThat(claimed).as("one claim").isBetween(64L, 500L);
        assertThat(town.attempts()).hasSize(1);
        assertThat(town.states()).containsOnly(entry("unknown vendor_error", claimed), entry("pending", 600 - claimed));
        town.api()
                .get("/api/campaigns/" + run + "/progress")
                .then()
                .body("blocked[0].reason", org.hamcrest.Matchers.equalTo("vendor_down"));
        town.assertSum();
    }

    @Test
    void soDoesOneThatAnswersNothingInManySmallClaims() {
        town.people(150);
        AtomicInteger calls = new AtomicInteger();
        town.sms.answer(
                "*",
                message -> calls.incrementAndGet() % 3 == 0
                        ? new SendResult.NotSent(Reason.LEASE_OVER, "", null)
                        : new SendResult.Unknown(Reason.TIME_OUT, ""));
        town.account("ring", "test-ring", "sms", 10);
        long run = town.launch("");
        town.settle();

        for (int i = 0; i < 10; i++) {
            town.dispatch(ChannelKind.SMS);
            sql.update("update vendor_account set tokens = 10 where name = 'ring'");
        }

        assertThat(town.attempts()).containsOnlyKeys("sms unknown", "sms not_sent");
        assertThat(town.attempts().get("sms unknown")).isBetween(20L, 60L);
        town.api()
                .get("/api/campaigns/" + run + "/progress")
                .then()
                .body("blocked.reason", org.hamcrest.Matchers.contains("vendor_down"));
    }

    @Test
    void aRefusalThatBlamesTheAddressTriesTheNextAndClosesTheFirst() {
        long ann = town.person("ann");
        String third = town.phone(ann, "-1");
        String second = town.phone(ann, "-2");
        String newest = town.phone(ann, "-3");
        town.mailbox(ann, "ann");
        town.sms.answer(newest, message -> new SendResult.Refused(Reason.INVALID_ADDRESS, "21211"));
        town.launch("");

        town.work();

        assertThat(town.sms.addresses()).containsExactly(second);
        assertThat(sql.list(
                        "select status from address where profile_id = ? and kind = 'phone' order by id",
                        row -> row.getString(1),
                        ann))
                .containsExactly("active", "active", "invalid");
        assertThat(town.sms.addresses()).doesNotContain(third);
    }

    @Test
    void atMostTwoAddressesOfAKindAreTried() {
        long ann = town.person("ann");
        town.phone(ann, "-1");
        town.phone(ann, "-2");
        town.phone(ann, "-3");
        String mailbox = town.mailbox(ann, "ann");
        town.sms.answer("*", message -> new SendResult.Refused(Reason.INVALID_ADDRESS, "21211"));
        town.launch("");

        town.work();

        assertThat(town.attempts()).containsOnly(entry("sms refused", 2L), entry("email accepted", 1L));
        assertThat(town.email.addresses()).containsExactly(mailbox);
    }

    @Test
    void tooManyRefusalsForOneReasonStopTheChannel() {
        town.people(130);
        town.sms.answer("*", message -> new SendResult.Refused(Reason.POLICY_REFUSED, "X1"));
        long run = town.launch("");
        town.settle();
        town.dispatch(ChannelKind.SMS);

        town.api()
                .get("/api/campaigns/" + run + "/progress")
                .then()
                .body("blocked[0].reason", org.hamcrest.Matchers.equalTo("many_refusals"));

        sql.update("update run set state = 'completed', closed_at = now() where id = ?", run);
        town.api().get("/api/campaigns/" + run + "/progress").then().body("blocked", org.hamcrest.Matchers.empty());
    }

    @Test
    void aTenthOfRefusalsStopsNothing() {
        town.people(1_000);
        AtomicInteger number = new AtomicInteger();
        town.sms.answer(
                "*",
                message -> number.incrementAndGet() % 9 == 0
                        ? new SendResult.Refused(Reason.UNLISTED, "X1")
                        : new SendResult.Accepted("v" + message.key()));
        long run = town.launch("");
        town.settle();
        town.dispatch(ChannelKind.SMS);

        assertThat(town.attempts()).containsOnly(entry("sms accepted", 889L), entry("sms refused", 111L));
        town.api().get("/api/campaigns/" + run + "/progress").then().body("blocked", org.hamcrest.Matchers.empty());
    }

    private static void together(int threads, Callable<?> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Object>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(work::call);
            }
            for (Future<Object> one : pool.invokeAll(all)) {
                one.get();
            }
        } finally {
            pool.shutdown();
        }
    }
}
