package io.carillon.delivery.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.Reason;
import io.carillon.channel.VendorReport.Outcome;
import io.carillon.delivery.LedgerFixture;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Receipts in any order and number, early, late and unknown. */
class LedgerNewsTest {
    private static final Instant AT = Instant.parse("2027-09-13T02:00:05Z");
    private static final Instant OPEN_UNTIL = Instant.parse("2030-01-01T00:00:00Z");

    private LedgerFixture ledger;

    @BeforeEach
    void start() {
        ledger = new LedgerFixture();
        ledger.person(1);
    }

    @Test
    void aDeliveredReceiptClosesTheWait() {
        sent("accepted");

        ledger.news.apply(List.of(news(Outcome.DELIVERED)));

        assertThat(ledger.attemptState(1)).isEqualTo("delivered");
        assertThat(ledger.standing(1)).isEqualTo("sent on push closed");
    }

    @ParameterizedTest
    @CsvSource({"2, , 0.090000", "1, , 0.045000", ", , 0.045000", "0, , 0.045000", "2, 0.07, 0.07"})
    void partsThatTheVendorCountsHaveTheirPrice(@Nullable Integer parts, @Nullable BigDecimal cost, BigDecimal amount) {
        sent("accepted");
        ledger.sql.update("update attempt set parts = 1, estimated = 0.045");

        ledger.news.apply(List.of(new LedgerNews.News(
                "shop", new AttemptKey(7, 1, 1), Outcome.DELIVERED, null, "", null, parts, cost, AT)));

        BigDecimal now =
                ledger.sql.one("select coalesce(settled, estimated) from attempt", row -> row.getBigDecimal(1));
        assertThat(now).isEqualByComparingTo(amount);
    }

    @Test
    void badNewsInTimeMakeTheRowDueAndNudgeTheBatchOnce() {
        sent("accepted");

        ledger.news.apply(List.of(news(Outcome.UNDELIVERED)));
        ledger.news.apply(List.of(news(Outcome.UNDELIVERED)));

        assertThat(ledger.standing(1)).isEqualTo("pending on push");
        assertThat(isDue()).isTrue();
        assertThat(ledger.outbox.take(10))
                .singleElement()
                .extracting(taken -> taken.target())
                .isEqualTo("7/1");
    }

    @Test
    void badNewsAfterTheCloseCorrectFiguresAndNeverSend() {
        ledger.attempt(1, "push", "accepted", null, null);
        ledger.judge(1, null);

        ledger.news.apply(List.of(news(Outcome.UNDELIVERED)));

        assertThat(ledger.standing(1)).isEqualTo("failed undelivered over closed");
        assertThat(ledger.outbox.take(10)).isEmpty();
    }

    @Test
    void goodNewsClearTheCodeOfAnEarlierTroubleAndBadNewsBringTheirOwn() {
        sent("unknown");
        ledger.sql.update("update attempt set vendor_code = 'SocketException'");

        ledger.news.apply(List.of(news(Outcome.DELIVERED)));

        assertThat(vendorCode(1)).isNull();

        ledger.person(2);
        ledger.attempt(2, "push", "unknown", null, null);
        ledger.judge(2, OPEN_UNTIL);
        ledger.sql.update("update attempt set vendor_code = 'SocketException'");
        ledger.news.apply(List.of(new LedgerNews.News(
                "shop",
                new AttemptKey(7, 2, 1),
                Outcome.UNDELIVERED,
                Reason.UNDELIVERED,
                "30003",
                null,
                null,
                null,
                AT)));

        assertThat(vendorCode(2)).isEqualTo("30003");
    }

    private String vendorCode(long delivery) {
        String[] code = {"none was read"};
        ledger.sql.list(
                "select vendor_code from attempt where delivery_id = ?",
                row -> {
                    code[0] = row.getString(1);
                    return true;
                },
                delivery);
        return code[0];
    }

    @Test
    void aReceiptThatComesBeforeTheOutcomeCounts() {
        sent("in_flight");

        ledger.news.apply(List.of(news(Outcome.DELIVERED)));

        assertThat(ledger.attemptState(1)).isEqualTo("delivered");
        assertThat(ledger.standing(1)).startsWith("sent");
    }

    @Test
    void badNewsThatEndTheAttemptCloseTheAddress() {
        sent("accepted");

        ledger.news.apply(List.of(bad("shop", Reason.UNDELIVERED_INVALID)));
        ledger.news.apply(List.of(news(Outcome.DELIVERED)));

        assertThat(addressStatus()).isEqualTo("invalid undelivered_invalid");
        assertThat(ledger.attemptState(1)).isEqualTo("undelivered");
    }

    @Test
    void badNewsOfWhatWasDeliveredDoNotCloseTheAddress() {
        sent("accepted");

        ledger.news.apply(List.of(news(Outcome.DELIVERED)));
        ledger.news.apply(List.of(bad("shop", Reason.UNDELIVERED_INVALID)));

        assertThat(addressStatus()).isEqualTo("active");
        assertThat(ledger.attemptState(1)).isEqualTo("delivered");
    }

    @Test
    void norDoTheyWhereBothAreHeardAtOnce() {
        sent("accepted");

        ledger.news.apply(List.of(bad("shop", Reason.UNDELIVERED_INVALID), news(Outcome.DELIVERED)));

        assertThat(addressStatus()).isEqualTo("active");
    }

    @Test
    void norDoTheyWhereTheAttemptHadEndedForAnotherReason() {
        sent("accepted");

        ledger.news.apply(List.of(bad("shop", Reason.UNDELIVERED_EXPIRED)));
        ledger.news.apply(List.of(bad("shop", Reason.UNDELIVERED_INVALID)));

        assertThat(addressStatus()).isEqualTo("active");
    }

    @Test
    void badNewsOfAnotherAccountSayNothingOfTheAddressOrThePerson() {
        sent("accepted");

        ledger.news.apply(List.of(bad("other", Reason.UNDELIVERED_INVALID), bad("other", Reason.VENDOR_OPTED_OUT)));

        assertThat(addressStatus()).isEqualTo("active");
        assertThat(consent()).isEmpty();
    }

    @Test
    void anOptOutThatAReceiptTellsOfIsWrittenOnceForChannelAndPurpose() {
        sent("accepted");

        ledger.news.apply(List.of(bad("shop", Reason.VENDOR_OPTED_OUT)));
        ledger.news.apply(List.of(bad("shop", Reason.VENDOR_OPTED_OUT)));

        assertThat(consent()).containsExactly("push marketing withdrawn vendor 30005");
        assertThat(ledger.standing(1)).isEqualTo("pending on push");
        assertThat(isDue()).isTrue();
    }

    private List<String> consent() {
        return ledger.sql.list(
                "select concat_ws(' ', channel, purpose, state, source, wording) from consent_record",
                row -> row.getString(1));
    }

    private String addressStatus() {
        return ledger.sql.one("select concat_ws(' ', status, status_reason) from address", row -> row.getString(1));
    }

    private static LedgerNews.News bad(String account, Reason reason) {
        return new LedgerNews.News(
                account, new AttemptKey(7, 1, 1), Outcome.UNDELIVERED, reason, "30005", null, null, null, AT);
    }

    @Test
    void anOpenDoubtIsSettledByItsReceipt() {
        ledger.attempt(1, "push", "unknown", Reason.PROCESS_LOST, null);
        ledger.judge(1, OPEN_UNTIL);
        assertThat(ledger.standing(1)).startsWith("unknown");

        ledger.news.apply(List.of(news(Outcome.DELIVERED)));

        assertThat(ledger.standing(1)).isEqualTo("sent on push closed");
    }

    @Test
    void whatWasRefusedIsNotRaisedByAStrayReceipt() {
        ledger.attempt(1, "push", "refused", Reason.DEAD_TOKEN, "next");
        ledger.judge(1, OPEN_UNTIL);

        ledger.news.apply(List.of(news(Outcome.DELIVERED)));

        assertThat(ledger.attemptState(1)).isEqualTo("refused");
        assertThat(ledger.standing(1)).isEqualTo("pending on sms");
    }

    @Test
    void aReceiptForNobodyIsHandedBack() {
        AttemptKey stranger = new AttemptKey(7, 99, 1);

        assertThat(ledger.news.apply(List.of(news(stranger, "shop", Outcome.DELIVERED))))
                .containsExactly(stranger);
    }

    @Test
    void aReceiptOfAnotherAccountChangesNothing() {
        sent("accepted");

        ledger.news.apply(List.of(news(new AttemptKey(7, 1, 1), "other", Outcome.UNDELIVERED)));

        assertThat(ledger.attemptState(1)).isEqualTo("accepted");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void shuffledAndTripledReceiptsEndAsInOrder(int seed) {
        sent("accepted");
        List<Outcome> story = new ArrayList<>();
        for (Outcome outcome : new Outcome[] {Outcome.ACCEPTED, Outcome.DELIVERED, Outcome.READ}) {
            story.addAll(Collections.nCopies(3, outcome));
        }
        Collections.shuffle(story, new Random(seed));

        story.forEach(outcome -> ledger.news.apply(List.of(news(outcome))));

        assertThat(ledger.attemptState(1)).isEqualTo("read");
        assertThat(ledger.standing(1)).isEqualTo("sent on push closed");
        assertThat(ledger.reconciliation.of(LedgerFixture.RUN).agrees()).isTrue();
    }

    private void sent(String state) {
        ledger.attempt(1, "push", state, null, null);
        ledger.judge(1, OPEN_UNTIL);
    }

    private boolean isDue() {
        return ledger.sql.one(
                "select due_at <= now() as is_due from delivery where id = 1", row -> row.getBoolean("is_due"));
    }

    private static LedgerNews.News news(Outcome outcome) {
        return news(new AttemptKey(7, 1, 1), "shop", outcome);
    }

    private static LedgerNews.News news(AttemptKey key, String account, Outcome outcome) {
        Reason reason = outcome == Outcome.UNDELIVERED ? Reason.UNDELIVERED : null;
        return new LedgerNews.News(account, key, outcome, reason, "", null, null, null, AT);
    }
}
