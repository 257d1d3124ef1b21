package io.carillon.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.carillon.sandbox.Fault;
import io.carillon.sandbox.FaultRule;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every adapter promises, played against its sandbox half over the real protocol.
 *
 * <p>To add a vendor: make {@code XyzAdapterTest extends ChannelContractTest} in the adapter's package and answer the
 * abstract methods of {@link ChannelContract}: the adapter, an account aimed at the running sandbox, the same with wrong credentials, addresses, a content, a webhook that is genuine but
 * unreadable. Where the vendor's protocol is different, override a capability ({@code saysRetryAfter},
 * {@code answersEachOfACall}, {@code resetLeavesADoubt}, {@code serverErrorLeavesADoubt}, {@code reportsDelivered},
 * {@code reportsUndelivered}), never a test. The vendor's own error codes and receipts get tests of their own below.
 */
public abstract class ChannelContractTest extends ChannelContract {

    private FaultRule always(Fault.Kind kind) {
        return FaultRule.always(sandboxVendor(), kind);
    }

    @Test
    void givesAMessageToTheVendorOnce() {
        Outbound message = message(0);

        assertThat(send(message)).isInstanceOf(SendResult.Accepted.class);
        assertThat(taken(message)).isEqualTo(1);
    }

    @Test
    void saysThatThePersonIsRefused() {
        show(always(Fault.Kind.REFUSE));

        assertThat(send(message(0)))
                .asInstanceOf(type(SendResult.Refused.class))
                .satisfies(refused -> {
                    assertThat(refused.reason()).isNotEqualTo(Reason.UNLISTED);
                    assertThat(refused.reason().rule()).isIn(Reason.Rule.REFUSED, Reason.Rule.OPTED_OUT);
                });
        assertThat(sandbox().accepted().count()).isZero();
    }

    @Test
    void saysThatWeAreBlocked() {
        show(always(Fault.Kind.BLOCK));

        assertThat(send(message(0)))
                .asInstanceOf(type(SendResult.Blocked.class))
                .satisfies(blocked -> assertThat(blocked.reason().rule()).isEqualTo(Reason.Rule.BLOCKED));
        assertThat(sandbox().accepted().count()).isZero();
    }

    @Test
    void saysThatOurCredentialsAreWrong() {
        VendorAccount stranger = accountWithWrongCredentials(sandbox());
        if (!(stranger != null)) {
            return; // this vendor knows no credentials
        }

        try (Sender sender = adapter().open(patient(stranger))) {
            assertThat(sender.send(List.of(message(0)), CallDeadline.in(Duration.ofSeconds(60))))
                    .singleElement()
                    .asInstanceOf(type(SendResult.Blocked.class))
                    .returns(Reason.CREDENTIALS, SendResult.Blocked::reason);
        }
        assertThat(sandbox().accepted().count()).isZero();
    }

    @Test
    void isNotSentWhenTheVendorThrottles() {
        show(always(Fault.Kind.THROTTLE).time(Duration.ofSeconds(7)));

        assertThat(send(message(0)))
                .asInstanceOf(type(SendResult.NotSent.class))
                .satisfies(notSent -> {
                    assertThat(notSent.reason()).isEqualTo(Reason.THROTTLED);
                    if (saysRetryAfter()) {
                        assertThat(notSent.retryAfter()).isEqualTo(Duration.ofSeconds(7));
                    }
                });
        assertThat(sandbox().accepted().count()).isZero();
    }

    @Test
    void leavesADoubtAfterAServerErrorAndNeverRepeatsTheCall() {
        // A client that repeats by itself would be accepted the second time.
        show(always(Fault.Kind.SERVER_ERROR).times(1));

        SendResult result = send(message(0));

        if (serverErrorLeavesADoubt()) {
            assertThat(result)
                    .asInstanceOf(type(SendResult.Unknown.class))
                    .returns(Reason.VENDOR_ERROR, SendResult.Unknown::reason);
        } else {
            assertThat(result).isInstanceOf(SendResult.NotSent.class);
        }
        assertThat(sandbox().accepted().count()).isZero();
    }

    @Test
    void leavesADoubtWhenTheVendorHangs() {
        hurry();
        show(always(Fault.Kind.HANG).times(1));

        assertThat(send(message(0)))
                .asInstanceOf(type(SendResult.Unknown.class))
                .returns(Reason.TIME_OUT, SendResult.Unknown::reason);
    }

    @Test
    void leavesADoubtWhenTheConnectionBreaksAfterTheVendorTookIt() {
        show(always(Fault.Kind.ACCEPT_THEN_RESET));
        Outbound message = message(0);

        assertThat(send(message))
                .asInstanceOf(type(SendResult.Unknown.class))
                .returns(Reason.CONNECTION_LOST, SendResult.Unknown::reason);
        assertThat(taken(message)).isEqualTo(1);
    }

    @Test
    void neverClaimsMoreThanItKnowsWhenTheConnectionBreaksUnanswered() {
        show(always(Fault.Kind.RESET).times(1));

        SendResult result = send(message(0));

        assertThat(result).isInstanceOf(resetLeavesADoubt() ? SendResult.Unknown.class : SendResult.NotSent.class);
        assertThat(sandbox().accepted().count()).isZero();
    }

    @Test
    void isNotSentWhenNobodyListens() {
        Outbound message = message(0);
        sandbox().close();

        assertThat(send(message))
                .asInstanceOf(type(SendResult.NotSent.class))
                .returns(Reason.VENDOR_DOWN, SendResult.NotSent::reason);
    }

    @Test
    void goesOnAfterTrouble() {
        show(always(Fault.Kind.ACCEPT_THEN_RESET).times(1));
        send(message(0));

        assertThat(send(message(1))).isInstanceOf(SendResult.Accepted.class);
    }

    @Test
    void answersInTheOrderGiven() {
        List<Outbound> messages = IntStream.range(0, 5).mapToObj(this::message).toList();
        show(always(Fault.Kind.REFUSE).match(Pattern.quote(address(2))));

        List<SendResult> results = sendAll(messages);

        assertThat(results).hasSize(5);
        if (!(answersEachOfACall() || sender().callSize() == 1)) {
            return; // one answer for a whole call
        }
        for (int i = 0; i < 5; i++) {
            assertThat(results.get(i)).isInstanceOf(i == 2 ? SendResult.Refused.class : SendResult.Accepted.class);
            assertThat(taken(messages.get(i))).isEqualTo(i == 2 ? 0 : 1);
        }
    }

    @Test
    void startsNoCallAfterTheClaimsLeaseIsOver() {
        List<SendResult> results = sender().send(List.of(message(0)), CallDeadline.in(Duration.ZERO));

        assertThat(results)
                .singleElement()
                .asInstanceOf(type(SendResult.NotSent.class))
                .returns(Reason.LEASE_OVER, SendResult.NotSent::reason);
        assertThat(sandbox().accepted().count()).isZero();
    }

    @Test
    void readsThatAMessageWasDelivered() {
        if (!(reportsDelivered())) {
            return; // this vendor does not say so
        }
        Outbound message = message(0);
        SendResult.Accepted accepted = (SendResult.Accepted) send(message);

        assertThat(awaitReceipts(VendorReport.Outcome.DELIVERED, 1))
                .singleElement()
                .satisfies(receipt -> isAbout(receipt, message, accepted))
                .satisfies(receipt -> assertThat(receipt.reason()).isNull());
    }

    @Test
    void readsThatAMessageWasNotDeliveredAndWhy() {
        if (!(reportsUndelivered())) {
            return; // this vendor does not say so
        }
        restart(Map.of(sandboxVendor() + ".refused", "0", sandboxVendor() + ".undelivered", "1"));
        Outbound message = message(0);
        SendResult.Accepted accepted = (SendResult.Accepted) send(message);

        assertThat(awaitReceipts(VendorReport.Outcome.UNDELIVERED, 1))
                .singleElement()
                .satisfies(receipt -> isAbout(receipt, message, accepted))
                .satisfies(receipt -> {
                    assertThat(receipt.reason()).isNotNull();
                    assertThat(receipt.reason().rule()).isEqualTo(Reason.Rule.UNDELIVERED);
                });
    }

    private static void isAbout(VendorReport.Receipt receipt, Outbound message, SendResult.Accepted accepted) {
        boolean hasKey = message.key().toString().equals(receipt.key());
        boolean hasId = accepted.vendorId() != null && accepted.vendorId().equals(receipt.vendorId());
        assertThat(hasKey || hasId).as("names our key or the vendor's id").isTrue();
        assertThat(receipt.dedupeKey()).isNotBlank();
    }

    @Test
    void recognisesADoubledReceipt() {
        if (!(reportsDelivered() || reportsUndelivered())) {
            return; // this vendor reports nothing
        }
        if (!reportsDelivered()) {
            restart(Map.of(sandboxVendor() + ".refused", "0", sandboxVendor() + ".undelivered", "1"));
        }
        show(always(Fault.Kind.RECEIPT_DOUBLED));
        send(message(0));

        Map<String, Long> copies = awaitReceipts(lastNews(), 2).stream()
                .collect(Collectors.groupingBy(VendorReport.Receipt::dedupeKey, Collectors.counting()));

        assertThat(copies.values()).containsExactly(2L);
    }

    private VendorReport.Outcome lastNews() {
        return reportsDelivered() ? VendorReport.Outcome.DELIVERED : VendorReport.Outcome.UNDELIVERED;
    }

    @Test
    void readsAReceiptThatComesBeforeTheAnswerToItsSend() {
        if (!(reportsDelivered() || reportsUndelivered())) {
            return; // this vendor reports nothing
        }
        if (!reportsDelivered()) {
            restart(Map.of(sandboxVendor() + ".refused", "0", sandboxVendor() + ".undelivered", "1"));
        }
        show(always(Fault.Kind.RECEIPT_EARLY).time(Duration.ZERO));
        Outbound message = message(0);

        SendResult.Accepted accepted = (SendResult.Accepted) send(message);

        // Not awaited: when the send was answered it had come.
        assertThat(receipts(lastNews())).singleElement().satisfies(receipt -> isAbout(receipt, message, accepted));
    }

    @Test
    void readsAReceiptThatComesLongAfter() {
        if (!(reportsDelivered() || reportsUndelivered())) {
            return; // this vendor reports nothing
        }
        if (!reportsDelivered()) {
            restart(Map.of(sandboxVendor() + ".refused", "0", sandboxVendor() + ".undelivered", "1"));
        }
        show(always(Fault.Kind.RECEIPT_HELD));
        Outbound message = message(0);
        SendResult.Accepted accepted = (SendResult.Accepted) send(message);
        assertThat(receipts(lastNews())).isEmpty();

        assertThat(sandbox().releaseReceipts()).isPositive();

        assertThat(awaitReceipts(lastNews(), 1))
                .singleElement()
                .satisfies(receipt -> isAbout(receipt, message, accepted));
    }

    @Test
    void turnsAForgedReceiptAway() {
        if (!(reportsDelivered() || reportsUndelivered())) {
            return; // this vendor reports nothing
        }
        if (!reportsDelivered()) {
            restart(Map.of(sandboxVendor() + ".refused", "0", sandboxVendor() + ".undelivered", "1"));
        }
        send(message(0));
        awaitReceipts(lastNews(), 1);
        HookRequest genuine = hooks().requests().get(0);

        HookAnswer answer = adapter().receipts().receive(forged(genuine), account());

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.reports()).isEmpty();
    }

    @Test
    void saysThatAReceiptCannotBeRead() {
        HookRequest malformed = malformedHook(account(), hooks().url());
        if (!(malformed != null)) {
            return; // this vendor has no such thing
        }

        HookAnswer answer = adapter().receipts().receive(malformed, account());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isNotBlank();
        assertThat(answer.reports()).isEmpty();
    }

    @Test
    void findsNothingWrongWithAGoodAccount() {
        assertThat(adapter().check(account())).isEmpty();
    }

    @Test
    void saysWhatAnEmptyAccountLacks() {
        VendorAccount empty = accountWith(adapter(), "", Map.of(), Map.of());

        assertThat(adapter().check(empty))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.place()).matches("/((settings|secrets)/[A-Za-z]+|scope)"))
                .allSatisfy(problem -> assertThat(problem.text(Locale.ENGLISH)).doesNotContain("{", "''"))
                .allSatisfy(problem -> assertThat(problem.text(Locale.SIMPLIFIED_CHINESE))
                        .containsPattern("\\p{IsHan}")
                        .doesNotContain("{", "''"));
        assertThatThrownBy(() -> adapter().open(empty)).isInstanceOf(IllegalArgumentException.class);
    }
}
