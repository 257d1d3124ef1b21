package io.carillon.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Closures;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.VendorAccounts;
import io.carillon.channel.VendorReport;
import io.carillon.database.Sql;
import io.carillon.delivery.dispatch.ClockWatch;
import io.carillon.delivery.dispatch.Dispatcher;
import io.carillon.delivery.dispatch.RateLeases;
import io.carillon.delivery.settle.BatchPlan;
import io.carillon.delivery.settle.Settler;
import io.carillon.outbox.Outbox;
import io.carillon.outbox.OutboxCommand;
import io.carillon.response.ReceiptStore;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** PostgreSQL's clock is set by an hour, or is not the workflow's: nobody waits for an hour, and nobody is forgotten. */
@QuarkusTest
class SetClockTest extends TownTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Inject
    Settler settler;

    @Inject
    Dispatcher dispatcher;

    @Inject
    RateLeases rates;

    @Inject
    Closures closures;

    @Inject
    VendorAccounts accounts;

    @Inject
    Outbox outbox;

    @Inject
    ReceiptStore receipts;

    @Inject
    ClockWatch watch;

    @Inject
    Sql sql;

    @Test
    void whatIsDueByTheDatabaseIsDueForAWorkflowThatIsAnHourBehind() {
        town.people(3);
        town.sms.answer("*", message -> new SendResult.Refused(Reason.NOT_REACHABLE, ""));
        long run = town.launch("");

        BatchPlan plan = settle(run, HOUR.negated());
        while (!plan.due().isEmpty()) {
            plan.due()
                    .forEach(due -> dispatcher.dispatch(
                            run, 1, ChannelKind.of(due.channel()), town.now().minus(HOUR), soFar -> {}));
            plan = settle(run, HOUR.negated());
        }

        assertThat(town.email.taken()).hasSize(3);
        assertThat(plan.nextWake())
                .as("the end of the wait for bounces, 15 minutes away, by the workflow's clock")
                .isBetween(
                        town.now().minus(HOUR).plusSeconds(600),
                        town.now().minus(HOUR).plusSeconds(1_500));
    }

    @Test
    void aWaitBeginsAtTheWorkflowsTimeWhereTheDatabaseIsBehind() {
        town.people(1);
        long run = town.launch("");
        settle(run, HOUR);

        dispatcher.dispatch(run, 1, ChannelKind.SMS, town.now().plus(HOUR), soFar -> {});

        assertThat(due(run)).isAfter(town.now().plus(HOUR));
        assertThat(settle(run, HOUR).stage()).isEqualTo("waiting");
    }

    @Test
    void whoWasToGoOnAtOnceGoesOnAfterTheClockWasSetBack() {
        town.people(3);
        town.sms.answer("*", message -> new SendResult.Refused(Reason.NOT_REACHABLE, ""));
        town.launch("");
        town.clockBy(HOUR);
        town.settle();
        town.dispatch(ChannelKind.SMS);

        town.clockBy(Duration.ZERO);
        town.work();

        assertThat(town.email.taken()).hasSize(3);
    }

    @Test
    void aWaitIsNoLongerThanItsPlanAfterTheClockWasSetBack() {
        town.people(2);
        long run = town.launch("  waitFor: { sms: { state: delivered, within: 10m } }\n  openFor: { email: 10m }");
        town.clockBy(HOUR);
        Instant before = town.now();
        town.work();
        assertThat(due(run)).isAfterOrEqualTo(before.plusSeconds(600));

        town.clockBy(Duration.ZERO);
        town.work();

        assertThat(due(run)).isBefore(town.now().plus(Duration.ofMinutes(12)));
        assertThat(town.states()).containsOnly(entry("sent", 2L));
    }

    @Test
    void whoWaitsForAnotherTryWaitsNoHourAfterTheClockWasSetBack() {
        town.people(3);
        town.sms.answer("*", message -> new SendResult.Blocked(Reason.BALANCE, "isv.AMOUNT_NOT_ENOUGH"));
        town.launch("");
        watch.look();
        town.clockBy(HOUR);
        watch.look();
        town.work();
        assertThat(town.states()).containsOnly(entry("pending", 3L));

        town.clockBy(Duration.ZERO);
        watch.look();

        town.sms.forget();
        town.work();
        town.work();
        assertThat(town.states()).containsOnly(entry("sent", 3L));
    }

    @Test
    void anAccountClosedBeforeTheClockWasSetBackIsAskedAgain() {
        closures.close("ring", Duration.ofMinutes(2), Reason.THROTTLED, "429");
        assertThat(lease().units()).isZero();
        assertThat(lease().away()).isBetween(Duration.ofSeconds(60), Duration.ofMinutes(2));

        sql.update("""
                update vendor_account set closed_since = closed_since + interval '1 hour',
                       closed_until = closed_until + interval '1 hour' where name = 'ring'""");

        assertThat(lease().units()).isPositive();
        closures.close("ring", Duration.ofMinutes(2), Reason.THROTTLED, "429");
        assertThat(lease().away()).isLessThanOrEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void aCommandAndAReportWaitNoHourEither() {
        String target = UUID.randomUUID().toString();
        outbox.add(OutboxCommand.RUN, target);
        sql.update("update outbox set due_at = due_at + interval '1 hour' where target = ?", target);
        assertThat(outbox.take(1_000)).anyMatch(taken -> taken.target().equals(target));
        sql.update("update outbox set taken_at = taken_at + interval '1 hour' where target = ?", target);
        assertThat(outbox.take(1_000)).anyMatch(taken -> taken.target().equals(target));
        sql.update("delete from outbox where target = ?", target);

        String report = UUID.randomUUID().toString();
        receipts.add(
                "ring", List.of(new VendorReport.OptIn(report, "+8613900000000", "START", Instant.EPOCH)), new byte[0]);
        sql.update("""
                update receipt set state = 'new', next_try_at = clock_timestamp() + interval '1 hour'
                 where id = (select max(id) from receipt)""");
        Awaitility.await()
                .until(() -> sql.one(
                        "select next_try_at < clock_timestamp() + interval '11 minutes' from receipt where id = (select max(id) from receipt)",
                        row -> row.getBoolean(1)));
    }

    private RateLeases.Portion lease() {
        return rates.lease(accounts.find("ring").orElseThrow(), 10);
    }

    private BatchPlan settle(long run, Duration ahead) {
        return settler.settle(run, 1, town.now().plus(ahead));
    }

    private Instant due(long run) {
        return sql.one(
                        "select max(due_at) from delivery where run_id = ?",
                        row -> row.getObject(1, java.time.OffsetDateTime.class),
                        run)
                .toInstant();
    }
}
