package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.VendorAccounts;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.settle.BatchPlan;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our own rate limits: they slow an account down, and never make anybody go elsewhere or wait for ever. */
@QuarkusTest
class PaceTest extends TownTest {
    @Inject
    Sql sql;

    @Inject
    VendorAccounts accounts;

    @Inject
    RateLeases rates;

    @Inject
    Paces paces;

    @AfterEach
    void leave() {
        sql.update("delete from vendor_account where name = 'ring-2'");
        sql.update("update vendor_account set rate_unit = 'messages' where name = 'ring'");
        accounts.forget();
    }

    @Test
    void whoFindsNoRateAtTheirAccountWaitsForItAndDoesNotGoToADearerOne() {
        town.account("ring-2", "test-ring", "sms", 100_000);
        sql.update("update vendor_account set rank = 2 where name = 'ring-2'");
        town.people(60);
        town.account("ring", "test-ring", "sms", 20);
        long run = town.launch("");

        town.settle();
        town.dispatch(ChannelKind.SMS);

        assertThat(used(run)).containsOnly("ring");
        assertThat(town.sms.addresses()).hasSizeBetween(20, 59);
        long later = sql.one(
                "select count(*) from delivery where run_id = ? and state = 'pending' and due_at > 'epoch'",
                row -> row.getLong(1),
                run);
        assertThat(later).as("those who wait leave the way free").isPositive();

        sql.update("update vendor_account set tokens = 100, rate_limit = 1000 where name = 'ring'");
        sql.update("update delivery set due_at = carillon_now() where run_id = ? and state = 'pending'", run);
        accounts.forget();
        town.work();
        assertThat(used(run)).containsOnly("ring");
        assertThat(town.states()).containsOnly(entry("sent", 60L));
    }

    @ParameterizedTest
    @CsvSource({"0.25, messages, 1", "0.25, calls, 1", "2, parts, 2", "40, parts, 40"})
    void anIdleAccountSavesUpNoMoreThanASecond(double perSecond, String unit, int most) {
        idle(perSecond, unit);

        assertThat(rates.lease(accounts.find("ring").orElseThrow(), 500).units())
                .isEqualTo(most);
    }

    @Test
    void lessThanHalfASecondIsLeftToGrow() {
        idle(40, "messages");
        sql.update("update vendor_account set tokens = 1, tokens_at = clock_timestamp() where name = 'ring'");

        RateLeases.Portion portion = rates.lease(accounts.find("ring").orElseThrow(), 500);

        assertThat(portion.units()).isZero();
        assertThat(portion.away()).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void nobodyWaitsForTheRateOnceAllAreHeldForTheirWindow() {
        town.people(20);
        LocalTime opens = LocalTime.now(ZoneId.of("Asia/Shanghai")).plusHours(6);
        String window = "%1$tH:%1$tM-%2$tH:%2$tM".formatted(opens, opens.plusMinutes(5));
        long run = town.launch(
                "", "{ start: now, zone: Asia/Shanghai, end: \"%s\", window: \"%s\" }".formatted(inTwoDays(), window));
        town.settle();
        town.account("ring", "test-ring", "sms", 10);
        sql.update("update vendor_account set tokens = 0, tokens_at = clock_timestamp() where name = 'ring'");

        // It holds no place that another batch of the run needs.
        sql.update("update batch set stage = 'waiting' where run_id = ?", run);

        town.dispatch(ChannelKind.SMS);

        assertThat(town.states()).containsOnly(entry("held window", 20L));
        assertThat(paces.standing(new Pacing.Where(run, 1, ChannelKind.SMS), town.now())
                        .next())
                .as("whom an account has to take")
                .isNull();

        town.clockBy(Duration.ofHours(6).plusMinutes(1));
        assertThat(town.settle().due()).hasSize(1);
        assertThat(town.states()).as("once it is open").containsOnly(entry("pending", 20L));
        town.work();
        assertThat(town.states()).containsOnly(entry("sent", 20L));
        assertThat(town.settle().due()).isEmpty();
    }

    private static String inTwoDays() {
        return LocalDateTime.now(ZoneId.of("Asia/Shanghai"))
                .plusDays(2)
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
    }

    @Test
    void aTextOfMorePartsThanTheRateGoesAloneAndIsPaidOffBeforeTheNext() {
        town.people(3);
        long run = town.launchSaying("gift ".repeat(150));
        idle(2, "parts");

        town.settle();
        town.dispatch(ChannelKind.SMS);

        assertThat(town.sms.addresses()).hasSize(1);
        assertThat(used(run)).containsOnly("ring");
        double tokens = sql.one("select tokens from vendor_account where name = 'ring'", row -> row.getDouble(1));
        assertThat(tokens).isNegative();
        assertThat(rates.lease(accounts.find("ring").orElseThrow(), 500).units())
                .isZero();
    }

    @Test
    void aBatchThatOnlyWaitsForItsRateGivesItsPlaceAwayAndSaysWhatItWaitsFor() {
        town.account("ring", "test-ring", "sms", 2);
        town.people(8);
        long run = town.launch("");
        town.settle();

        DispatchReport report = town.dispatch(ChannelKind.SMS);

        assertThat(report.comeBack()).isNotNull();
        assertThat(report.waitsFor()).contains("rate limit of ring, 2 messages a second");
        String place = sql.one("select stage from batch where run_id = ?", row -> row.getString(1), run);
        assertThat(place).isEqualTo("waiting");
        BatchPlan plan = town.settle();
        assertThat(plan.stage()).isEqualTo("sending");
        assertThat(plan.waitsFor()).contains("rate limit of ring", "people");
        assertThat(plan.reasons()).contains("rate_limit");
        boolean isLookedAfter = sql.one(
                "select next_wake_at between clock_timestamp() and clock_timestamp() + interval '61 seconds' as so from batch where run_id = ?",
                row -> row.getBoolean("so"),
                run);
        assertThat(isLookedAfter).as("overdue soon, where nobody waits").isTrue();
        town.api()
                .get("/api/campaigns/" + run + "/progress")
                .then()
                .body("stage", equalTo("sending"))
                .body("pacedAccounts.account", hasItem("ring"));

        // Its place is not needed any more: it waits for portion after portion in one dispatch.
        DispatchReport rest = town.dispatch(ChannelKind.SMS);

        assertThat(rest.accepted() + report.accepted()).isEqualTo(8);
        assertThat(rest.comeBack()).isNull();
    }

    @Test
    void onlyTheAccountThatSomebodyWaitsForIsNamed() {
        town.people(3);
        for (String far : List.of("far", "away", "abroad", "gone")) {
            town.phone(town.person(far), "-" + far);
        }
        town.accountAbroad("ring-2", 1, "US", "far", "away", "abroad", "gone");
        long run = town.launch("");
        town.settle();

        DispatchReport report = town.dispatch(ChannelKind.SMS);

        assertThat(report.waitsFor()).isEqualTo("sms: rate limit of ring-2, 1 message a second");
        assertThat(town.settle().waitsFor())
                .startsWith("sms: rate limit of ring-2, 1 message a second, 3 people; sms receipts");
        town.api().get("/api/campaigns/" + run + "/progress").then().body("pacedAccounts.account", contains("ring-2"));
    }

    @Test
    void whoMeetsNothingButSpentAccountsIsToldForWhichItWaits() {
        town.account("ring", "test-ring", "sms", 1);
        town.people(3);
        town.phone(town.person("far"), "-far");
        town.accountAbroad("ring-2", 1, "US", "far");
        sql.update(
                "update vendor_account set rate_limit = 0.01, tokens = 0, tokens_at = clock_timestamp() where kind = 'sms'");
        accounts.forget();
        long run = town.launch("");
        town.settle();

        DispatchReport report = town.dispatch(ChannelKind.SMS);

        assertThat(report.accepted()).isZero();
        BatchPlan plan = town.settle();
        String both = "sms: rate limit of ring, 0.01 messages a second; rate limit of ring-2, 0.01 messages a second";
        assertThat(report.waitsFor()).isEqualTo(both);
        assertThat(plan.waitsFor()).isEqualTo(both + ", 4 people");
        town.api()
                .get("/api/campaigns/" + run + "/progress")
                .then()
                .body("pacedAccounts.account", contains("ring", "ring-2"))
                .body("stage", equalTo("sending"));
    }

    @Test
    @Timeout(60)
    void whoWasPutOffWhileManySharedARateGoesWhenItIsFree() {
        town.people(3);
        List<String> abroad = List.of("far", "away", "abroad", "gone", "beyond", "off");
        for (String person : abroad) {
            town.phone(town.person(person), "-" + person);
        }
        town.accountAbroad("ring-2", 4, "US", abroad.toArray(String[]::new));
        long run = town.launch("");
        town.settle();
        town.dispatch(ChannelKind.SMS);
        sql.update("""
                update delivery set due_at = clock_timestamp() + interval '7 minutes'
                 where run_id = ? and state = 'pending' and waits_for = 'ring-2'""", run);
        assertThat(left(run)).isPositive();

        town.settle();
        town.dispatch(ChannelKind.SMS);

        assertThat(left(run)).isZero();
        assertThat(used(run)).containsExactlyInAnyOrder("ring", "ring-2");
    }

    private long left(long run) {
        return sql.one(
                "select count(*) from delivery where run_id = ? and state = 'pending'", row -> row.getLong(1), run);
    }

    @Test
    void whoIsStoppedWaitsForNoRate() {
        town.account("ring", "test-ring", "sms", 30);
        town.people(40);
        town.sms.answer("*", message -> new SendResult.Blocked(Reason.CREDENTIALS, "20003"));
        long run = town.launch("");
        town.settle();

        town.dispatch(ChannelKind.SMS);

        BatchPlan plan = town.work();
        assertThat(plan.waitsFor())
                .startsWith("sms stopped at ring: ")
                .contains("(20003)")
                .endsWith(", 40 people")
                .doesNotContain("rate", "next try,");
        assertThat(plan.reasons()).containsExactly("credentials");
        town.api()
                .get("/api/campaigns/" + run + "/progress")
                .then()
                .body("pacedAccounts", empty())
                .body("blocked.account", contains("ring"));
    }

    private void idle(double perSecond, String unit) {
        sql.update(
                "update vendor_account set rate_limit = ?, rate_unit = ?, tokens = 0, tokens_at = clock_timestamp() - interval '1 hour'"
                        + " where name = 'ring'",
                perSecond,
                unit);
        accounts.forget();
    }

    private List<String> used(long run) {
        return sql.list("select distinct account from attempt where run_id = ?", row -> row.getString(1), run);
    }
}
