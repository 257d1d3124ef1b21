package io.carillon.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.HookAnswer;
import io.carillon.channel.HookRequest;
import io.carillon.channel.Reason;
import io.carillon.channel.VendorReport;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpReceiptsTest {
    private static final Instant NOW = Instant.parse("2027-09-13T04:00:00Z");
    private static final AttemptKey KEY = new AttemptKey(7, 4711, 1);
    private static final ReturnPath PATH = new ReturnPath(SmtpAccounts.DOMAIN, SmtpAccounts.VERP_KEY);
    private static final String VERP = PATH.envelopeSender(KEY);

    private final SmtpReceipts receipts = new SmtpReceipts(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void readsADeliveryStatusNotification() {
        HookAnswer answer = post(dsn(VERP, "failed", "5.1.1", "550 5.1.1 nobody here"));

        assertThat(answer.status()).isEqualTo(200);
        VendorReport.Receipt receipt = receipt(answer);
        assertThat(receipt.key()).isEqualTo("7-4711-1");
        assertThat(receipt.outcome()).isEqualTo(VendorReport.Outcome.UNDELIVERED);
        assertThat(receipt.reason()).isEqualTo(Reason.BOUNCED);
        assertThat(receipt.vendorCode()).isEqualTo("5.1.1");
        assertThat(receipt.at()).isEqualTo(Instant.parse("2027-09-13T03:59:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "failed, 5.2.2, 552 mailbox full, BOUNCED_SOFT, 5.2.2",
        "failed, 4.4.7, 451 gave up, BOUNCED_SOFT, 4.4.7",
        "Failed, 5.0.0, smtp; 550 5.2.1 disabled, BOUNCED, 5.2.1",
        "failed, 5.0.0, smtp; 550 no such user, BOUNCED, 5.0.0",
        "failed, 5.7.1, 550 5.7.1 spam, BOUNCED_SOFT, 5.7.1",
        "failed, nonsense, 550 no such user, BOUNCED, 5.0.0",
    })
    void readsWhyItDidNotArrive(String action, String status, String diagnostic, Reason reason, String code) {
        VendorReport.Receipt receipt = receipt(post(dsn(VERP, action, status, diagnostic)));
        assertThat(receipt.reason()).isEqualTo(reason);
        assertThat(receipt.vendorCode()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"delayed", "relayed", "delivered", "expanded"})
    void reportsNothingWhileItMayStillArrive(String action) {
        HookAnswer answer = post(dsn(VERP, action, "4.4.1", "451 still trying"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.reports()).isEmpty();
    }

    @Test
    void knowsASecondCopyOfABounce() {
        String first = receipt(post(dsn(VERP, "failed", "5.1.1", "550"))).dedupeKey();
        String again =
                receipt(post(dsn(VERP, "failed", "5.1.1", "550 other words"))).dedupeKey();
        String other = receipt(post(dsn(PATH.envelopeSender(new AttemptKey(7, 4712, 1)), "failed", "5.1.1", "550")))
                .dedupeKey();
        assertThat(again).isEqualTo(first).isNotEqualTo(other);
    }

    @Test
    void findsTheKeyInTheReturnedMessageId() {
        String returned =
                dsn("mailer@shop.example", "failed", "5.1.1", "550") + PATH.messageId(KEY) + "\r\n\r\n--b--\r\n";
        assertThat(receipt(post(returned)).key()).isEqualTo("7-4711-1");
    }

    @Test
    void refusesAForgedReturnPath() {
        HookAnswer answer = post(dsn(VERP.replace("4711", "4712"), "failed", "5.1.1", "550"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("signature");
        assertThat(answer.reports()).isEmpty();
    }

    @Test
    void refusesAForgedMessageId() {
        String forged = PATH.messageId(KEY).replace("4711", "4712");
        HookAnswer answer = post(dsn("mailer@shop.example", "failed", "5.1.1", "550") + forged + "\r\n\r\n--b--\r\n");
        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void readsAComplaint() {
        HookAnswer answer = post(complaint("abuse"));
        VendorReport.OptOut optOut = (VendorReport.OptOut) answer.reports().get(0);
        assertThat(optOut.key()).isEqualTo("7-4711-1");
        assertThat(optOut.address()).isNull();
        assertThat(optOut.word()).isEqualTo("complaint");
    }

    @Test
    void takesNotSpamForNoComplaint() {
        HookAnswer answer = post(complaint("not-spam"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.reports()).isEmpty();
    }

    @Test
    void readsABounceInPlainText() {
        HookAnswer answer = post("""
                To: %s
                Subject: Mail delivery failed

                A message that you sent could not be delivered (host 10.5.1.1 [5.1.1.2]):
                  wang@customer.example: host mx.customer.example said: 550 5.2.1 account closed
                """.formatted(VERP));
        assertThat(receipt(answer).vendorCode()).isEqualTo("5.2.1");
    }

    @Test
    void readsAnEximBounceWithoutACode() {
        HookAnswer answer =
                post("To: " + VERP + "\nX-Failed-Recipients: wang@customer.example\n\nUnrouteable address\n");
        assertThat(receipt(answer).reason()).isEqualTo(Reason.BOUNCED);
    }

    @Test
    void reportsNothingForAnOutOfOfficeNotice() {
        HookAnswer answer = post("To: " + VERP + "\nAuto-Submitted: auto-replied\n\nBack on 5.1.2027\n");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.reports()).isEmpty();
    }

    @Test
    void saysWhatIsMissingInAMailThatWasNotSentToUs() {
        assertThat(post("To: somebody@shop.example\nSubject: Hi\n\n550 5.1.1\n"))
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(400))
                .satisfies(answer -> assertThat(answer.body()).contains("returnDomain"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n\r\n",
                "no headers at all",
                "\u0000\u0001\u0002",
                "Content-Type: multipart/report\n\n--x\n"
            })
    void answersNonsenseWithAClearNo(String body) {
        HookAnswer answer = post(body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isNotBlank();
    }

    @Test
    void wantsTheSecretInPathOrHeader() {
        byte[] body = bytes(dsn(VERP, "failed", "5.1.1", "550"));
        assertThat(receive("", Map.of(), body).status()).isEqualTo(403);
        assertThat(receive("wrong", Map.of("x-hook-secret", List.of(SmtpAccounts.HOOK_SECRET)), body)
                        .status())
                .isEqualTo(403);
        assertThat(receive("", Map.of("x-hook-secret", List.of(SmtpAccounts.HOOK_SECRET)), body)
                        .status())
                .isEqualTo(200);
        var open = SmtpAccounts.with(Map.of(), Map.of("hookSecret", ""));
        assertThat(receipts.receive(new HookRequest("POST", "", "", Map.of(), Map.of(), body), open)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void doesNotBelieveADateInTheFuture() {
        String future = dsn(VERP, "failed", "5.1.1", "550").replace("13 Sep 2027", "13 Sep 2037");
        assertThat(receipt(post(future)).at()).isEqualTo(NOW);
    }

    private HookAnswer post(String mail) {
        return receive(SmtpAccounts.HOOK_SECRET, Map.of(), bytes(mail));
    }

    private HookAnswer receive(String suffix, Map<String, List<String>> headers, byte[] body) {
        HookRequest request = new HookRequest(
                "POST", "http://127.0.0.1:8080/hooks/smtp/shop-mail/" + suffix, suffix, headers, Map.of(), body);
        return receipts.receive(request, SmtpAccounts.onPort(25));
    }

    private static VendorReport.Receipt receipt(HookAnswer answer) {
        assertThat(answer.reports()).as(answer.body()).hasSize(1);
        return (VendorReport.Receipt) answer.reports().get(0);
    }

    private static byte[] bytes(String mail) {
        return mail.getBytes(StandardCharsets.UTF_8);
    }

    /** Ends within the returned headers, so that a test may go on. */
    private static String dsn(String to, String action, String status, String diagnostic) {
        return String.join(
                "\r\n",
                "From: MAILER-DAEMON@mx.customer.example",
                "To: <" + to + ">",
                "Date: Mon, 13 Sep 2027 03:59:00 +0000",
                "Subject: Undeliverable",
                "MIME-Version: 1.0",
                "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"",
                "",
                "--b",
                "",
                "Sorry.",
                "--b",
                "Content-Type: message/delivery-status",
                "",
                "Reporting-MTA: dns; mx.customer.example",
                "Arrival-Date: Mon, 13 Sep 2027 03:58:00 +0000",
                "",
                "Final-Recipient: rfc822; wang@customer.example",
                "Action: " + action,
                "Status: " + status,
                "Diagnostic-Code: smtp; " + diagnostic,
                "",
                "--b",
                "Content-Type: text/rfc822-headers",
                "",
                "Subject: Gift",
                "Message-ID: ");
    }

    private static String complaint(String type) {
        return String.join(
                "\r\n",
                "From: feedback@customer.example",
                "To: abuse@shop.example",
                "MIME-Version: 1.0",
                "Content-Type: multipart/report; report-type=feedback-report; boundary=b",
                "",
                "--b",
                "Content-Type: text/plain",
                "",
                "This is a report about spam, 5.7.1.",
                "--b",
                "Content-Type: message/feedback-report",
                "",
                "Feedback-Type: " + type,
                "User-Agent: Reporter/1.0",
                "Version: 1",
                "Original-Mail-From: <" + VERP + ">",
                "",
                "--b",
                "Content-Type: message/rfc822",
                "",
                "Message-ID: " + PATH.messageId(KEY),
                "",
                "Hello",
                "--b--",
                "");
    }
}
