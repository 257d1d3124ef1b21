package io.carillon.delivery.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.Reason;
import io.carillon.delivery.LedgerFixture;
import io.carillon.delivery.view.Reconciliation;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a delivery's attempts and passes amount to, and that counters follow every change. */
class JudgementTest {
    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");

    private LedgerFixture ledger;

    @BeforeEach
    void start() {
        ledger = new LedgerFixture();
        ledger.person(1);
    }

    /** Else every micro-batch reads the whole ledger, and a run of a million takes a thousand times as long as one of thousand. */
    @Test
    void looksRowsUpByTheirKeyAndNeverReadsTheTable() {
        for (int id = 2; id <= 300; id++) {
            ledger.person(id);
            ledger.attempt(id, "push", "accepted", null, null);
        }

        assertThat(ledger.planOfJudging(200))
                .contains("Index Scan using delivery_pkey", "Index Scan using attempt_pkey")
                .doesNotContain("Seq Scan on delivery", "Seq Scan on attempt", "Hash Join", "Merge Join");
    }

    @Test
    void aNewPersonIsPendingOnTheFirstChannel() {
        assertThat(judged()).isEqualTo("pending on push");
    }

    @Test
    void aPassLeadsToTheNextChannel() {
        ledger.pass(1, "push", Reason.NO_ADDRESS, "next");

        assertThat(judged()).isEqualTo("pending on sms");
    }

    @Test
    void anAcceptedMessageIsSent() {
        ledger.attempt(1, "push", "accepted", null, null);

        assertThat(judged()).isEqualTo("sent on push");
    }

    @Test
    void aMessageInTheAirIsPending() {
        ledger.attempt(1, "push", "in_flight", null, null);

        assertThat(judged()).isEqualTo("pending on push");
    }

    @Test
    void anOpenDoubtThatThePolicyLeavesIsUnknown() {
        ledger.attempt(1, "push", "unknown", Reason.TIME_OUT, null);

        assertThat(judged()).isEqualTo("unknown time_out on push");
    }

    @Test
    void troubleOnOurSideLeavesThePersonWhereItIs() {
        ledger.attempt(1, "push", "blocked", Reason.BALANCE, null);

        assertThat(judged()).isEqualTo("pending on push");
    }

    @Test
    void failsWithTheLastFailureOnItsPathAsSoonAsOneChannelFailed() {
        ledger.pass(1, "push", Reason.NO_ADDRESS, "next");
        ledger.attempt(1, "sms", "refused", Reason.REGION_REFUSED, "next");
        ledger.pass(1, "email", Reason.NO_CONSENT, "next");

        assertThat(judged()).isEqualTo("failed region_refused over closed");
    }

    @Test
    void isSkippedWhenEveryChannelWasLeftByChoice() {
        ledger.pass(1, "push", Reason.OPTED_OUT, "next");
        ledger.pass(1, "sms", Reason.NO_CONSENT, "next");
        ledger.pass(1, "email", Reason.OPTED_OUT, "next");

        assertThat(judged()).isEqualTo("skipped opted_out over closed");
    }

    @Test
    void aPersonWideEndIsSkippedWhateverWasLeftBefore() {
        ledger.pass(1, "push", Reason.NO_ADDRESS, "next");
        ledger.pass(1, Passes.EVERY_CHANNEL, Reason.CANCELLED, "stop");

        assertThat(judged()).isEqualTo("skipped cancelled over closed");
    }

    @Test
    void whoWasReachedStaysSentWhenTheRunIsCancelled() {
        ledger.attempt(1, "push", "accepted", null, null);
        ledger.pass(1, Passes.EVERY_CHANNEL, Reason.CANCELLED, "stop");

        assertThat(judged()).startsWith("sent");
    }

    @Test
    void anUnconfirmedMessageThatWentOnAndFoundNothingStaysSent() {
        ledger.attempt(1, "push", "accepted", Reason.NOT_CONFIRMED, "next");
        assertThat(judged()).isEqualTo("pending on sms");
        ledger.pass(1, "sms", Reason.NO_ADDRESS, "next");
        ledger.pass(1, "email", Reason.NO_ADDRESS, "next");

        assertThat(judged()).startsWith("sent");
    }

    @Test
    void badNewsLeadOnAndStopEndsThePath() {
        ledger.attempt(1, "push", "undelivered", Reason.UNDELIVERED, "next");
        assertThat(judged()).isEqualTo("pending on sms");
        ledger.attempt(1, "sms", "undelivered", Reason.UNDELIVERED_EXPIRED, "stop");

        assertThat(judged()).isEqualTo("failed undelivered_expired over closed");
    }

    @Test
    void countersAgreeWithARecountAfterAnyHistory() {
        Random random = new Random(42);
        String[] states = {
            "accepted", "delivered", "refused", "unknown", "undelivered", "blocked", "not_sent", "in_flight"
        };
        for (long id = 2; id <= 60; id++) {
            ledger.person(id);
            if (random.nextBoolean()) {
                ledger.pass(id, "push", Reason.NO_ADDRESS, "next");
                ledger.judge(id, LATER);
            }
            String state = states[random.nextInt(states.length)];
            boolean isBad = state.equals("refused") || state.equals("undelivered");
            Reason why = isBad ? Reason.UNDELIVERED : state.equals("unknown") ? Reason.TIME_OUT : null;
            ledger.attempt(id, "sms", state, why, isBad ? "next" : null);
            ledger.judge(id, LATER);
        }
        ledger.judge(1, LATER);

        Reconciliation.ReconciliationView before = ledger.reconciliation.of(LedgerFixture.RUN);
        ledger.figures.fold(LedgerFixture.RUN, 1);
        Reconciliation.ReconciliationView after = ledger.reconciliation.of(LedgerFixture.RUN);

        assertThat(before.sum().audience()).isEqualTo(60);
        assertThat(before.agrees()).isTrue();
        assertThat(after).isEqualTo(before);
    }

    private String judged() {
        ledger.judge(1, LATER);
        return ledger.standing(1);
    }
}
