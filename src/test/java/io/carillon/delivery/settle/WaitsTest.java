package io.carillon.delivery.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.VendorReport.Outcome;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.ledger.LedgerNews;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Channels whose messages are not waited for lose nobody either. */
@QuarkusTest
class WaitsTest extends TownTest {
    private static final String NO_WAITS = "  openFor: { sms: 0s, email: 0s }";

    @Inject
    LedgerNews news;

    @Inject
    Sql sql;

    @Test
    void whatIsInTheAirOfSomebodyWhoWasReachedIsEndedWithItsClaim() {
        town.people(1);
        long run = town.launch(NO_WAITS);
        town.settle();
        town.dispatch(ChannelKind.SMS);
        // One device was reached, and the process died while the other's call was out.
        inFlight(run, "20 seconds");
        due(run, "40 seconds");
        town.settle();
        assertThat(secondsLeft(run)).isBetween(30L, 41L);

        // By PostgreSQL's clock, which runs behind, the claim is not over yet.
        due(run, "0 seconds");
        assertThat(town.settle().due()).isEmpty();
        assertThat(secondsLeft(run)).isBetween(1L, 10L);

        inFlight(run, "-1 minute");
        due(run, "0 seconds");
        town.settle();
        assertThat(town.attempts()).doesNotContainKey("sms in_flight");
    }

    @Test
    void badNewsThatComeBeforeTheOutcomeLeadOn() {
        town.people(1);
        town.sms.answer("*", message -> {
            QuarkusTransaction.requiringNew()
                    .run(() -> news.apply(List.of(new LedgerNews.News(
                            "ring",
                            message.key(),
                            Outcome.UNDELIVERED,
                            Reason.UNDELIVERED,
                            "",
                            null,
                            null,
                            null,
                            town.now()))));
            return new SendResult.Accepted("v" + message.key());
        });
        town.launch(NO_WAITS);

        town.work();

        assertThat(town.attempts()).containsOnly(entry("sms undelivered", 1L), entry("email accepted", 1L));
        assertThat(town.states()).containsOnly(entry("sent", 1L));
        town.assertSum();
    }

    private void inFlight(long run, String leaseLeft) {
        sql.update("""
                update attempt set state = 'in_flight', vendor_id = null, outcome_at = null,
                       lease_until = clock_timestamp() + ?::interval where run_id = ?""", leaseLeft, run);
    }

    private void due(long run, String in) {
        sql.update(
                "update delivery set state = 'sent', due_at = carillon_now() + ?::interval where run_id = ?", in, run);
    }

    private long secondsLeft(long run) {
        return sql.one(
                "select extract(epoch from min(due_at) - carillon_now())::bigint from delivery where run_id = ? and due_at is not null",
                row -> row.getLong(1),
                run);
    }
}
