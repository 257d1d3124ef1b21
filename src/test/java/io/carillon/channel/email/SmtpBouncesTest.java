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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which mails at a return path are bounces, and which of them close the mailbox. */
class SmtpBouncesTest {
    private static final Instant NOW = Instant.parse("2027-09-13T04:00:00Z");
    private static final AttemptKey KEY = new AttemptKey(7, 4711, 1);
    private static final String VERP = new ReturnPath(SmtpAccounts.DOMAIN, SmtpAccounts.VERP_KEY).envelopeSender(KEY);
    private static final String FAILED = "Final-Recipient: rfc822; wang@customer.example\nAction: failed\n";

    private final SmtpReceipts receipts = new SmtpReceipts(Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: Re: Hi\n\nThanks! my app version is 5.2.1 and it is great",
                "Subject: Re: Hi\n\nThanks!",
                "From: \"Pat\" <pat@x.example>\nSubject: Re: failure notice\n\n550 5.1.1 User unknown is what I got",
                "From: wang@customer.example\nSubject: Re: Hi\n\nYou wrote: 550 5.1.1 User unknown. Why?",
                "From: wang@customer.example\nSubject: =?UTF-8?B?5Zue5aSN77ya5aW956S8?=\n\nYou wrote: 550 5.1.1 User unknown. Why?",
                "Subject: Abwesend\n\nIch bin bis 5.1.27 nicht im Buero.",
                "Return-Path: <>\nSubject: Abwesend\n\nIch bin bis 5.1.27 nicht im Buero.",
                "Return-Path: <wang@customer.example>\nSubject: Re: Hi\n\nCall me: 550 yuan is too much",
                "From: Postmaster Wang <wang.postmaster1@customer.example>\n\nversion 5.2.1",
                "Subject: Re: Hi\n\nI do not want it\n\n-----Original Message-----\n550 5.1.1 is our order number",
            })
    void hearsWhatAPersonAnswers(String mail) {
        assertIsHeard(post("To: <" + VERP + ">\n" + mail + "\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n\nIch bin bis 5.1.27 nicht im Buero.",
                "Auto-Submitted: auto-generated\n\nI am out of office",
                "Auto-Submitted: auto-replied\n\n5.1.1 back",
                "Auto-Submitted: auto-replied\nReturn-Path: <>\n\nolder mail: 550 5.1.1",
                "Precedence: auto_reply\nX-Autoreply: yes\n\naway until 5.2.26",
                "X-Autoreply: yes\nFrom: postmaster@customer.example\n\naway until 5.2.26",
                "Auto-Submitted: auto-generated\n\nClick to confirm that you are not a spammer. Ref 5.10.33",
            })
    void hearsWhatAMachineAnswersForAPerson(String mail) {
        assertIsHeard(post("To: <" + VERP + ">\n" + mail + "\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: Delayed Mail (still being retried)\n\nThis is only a warning. postfix 5.1.1 host a timed out",
                "Subject: Warning\n\nTHIS IS A WARNING MESSAGE ONLY\n\n550 5.1.1 for now",
                "Subject: Warning: message 1a2b-3c delayed 24 hours\nX-Failed-Recipients: wang@customer.example\n\nhm",
                "Subject: Notice\n\nIt has not yet been delivered. Delivery attempts will continue. 5.1.1",
                "Subject: Delivery Status Notification (Delay)\n\n5.1.1",
            })
    void hearsThatAMailMayStillArrive(String mail) {
        assertIsHeard(post("From: MAILER-DAEMON@mx.example\nTo: <" + VERP + ">\n" + mail + "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"; report-type=disposition-notification", ""})
    void hearsAReceiptOfReading(String reportType) {
        assertIsHeard(post("""
                From: postmaster@customer.example
                To: <%s>
                Subject: Read: Hi
                Content-Type: multipart/report%s; boundary="b"

                --b
                Content-Type: text/plain

                Your message was read. Outlook 5.1.1
                --b
                Content-Type: message/disposition-notification

                Reporting-UA: x; Outlook 5.50.433
                Final-Recipient: rfc822;wang@customer.example
                Disposition: automatic-action/MDN-sent-automatically; displayed

                --b--
                """.formatted(VERP, reportType)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: failure\n\nmx said: 550 5.1.1 nobody here",
                "Subject: failure\n\nmx said: 550-5.1.1 nobody here",
                "Subject: failure\n\nmx said: 550 #5.1.1 nobody here",
                "Return-Path: <>\n\nnobody here (#5.1.1)",
                "Return-Path: MAILER-DAEMON\n\nnobody here (#5.1.1)",
                "From: Mail Delivery System <MAILER-DAEMON@mx.example>\n\nnobody here (5.1.1)",
                "From: MAILER-DAEMON (Mail Delivery)\n\nnobody here (5.1.1)",
                "Sender: PostMaster@mx.example\n\nnobody here (5.1.1)",
                "X-Failed-Recipients: wang@customer.example\nAuto-Submitted: auto-replied\n\nnobody here (5.1.1)",
                "Subject: failure notice\n\nHi. This is the qmail-send program at mx.\n\nSorry. (#5.1.1)",
                "Subject: x\n\nYour message did not reach some or all of the intended recipients.\n\nmx 5.1.1",
                "Subject: x\n\nDelivery has failed to these recipients or groups:\n\nmx 5.1.1",
                "From: MAILER-DAEMON@mx\n\nnobody (5.1.1)\n\n--- Below this line is a copy of the message.\n\nnot yet been delivered",
            })
    void readsABounceThatSaysThatItIsOne(String mail) {
        VendorReport.Receipt receipt = receipt(post("To: <" + VERP + ">\n" + mail + "\n"));
        assertThat(receipt.vendorCode()).isEqualTo("5.1.1");
        assertThat(receipt.reason()).isEqualTo(Reason.BOUNCED);
    }

    @Test
    void readsTheTextOfADeliveryReportWithoutItsStatus() {
        VendorReport.Receipt receipt = receipt(post("""
                From: MAILER-DAEMON@mx.example
                To: <%s>
                Auto-Submitted: auto-replied
                Content-Type: multipart/report; report-type=delivery-status; boundary="b"

                --b

                said: 550 5.1.1 nobody here
                --b--
                """.formatted(VERP)));
        assertThat(receipt.reason()).isEqualTo(Reason.BOUNCED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Failed-Recipients: w@x.example | mail server: 550 blocked using spamhaus | BOUNCED_SOFT",
                "X-Failed-Recipients: w@x.example | mail server: 550 no such user           | BOUNCED",
                "X-Failed-Recipients: w@x.example | it failed                               | BOUNCED_SOFT",
                "From: PostMaster@qq.com          | 550 Mailbox not found. http://x.example | BOUNCED",
                "From: PostMaster@qq.com          | it said \"550 blocked\" to us            | BOUNCED_SOFT",
                "From: MAILER-DAEMON@x            | Remote host said: 554 spam              | BOUNCED_SOFT",
                "From: MAILER-DAEMON@x            | Remote host said: 550 user unknown      | BOUNCED",
                "From: MAILER-DAEMON@x            | Remote host said: 554 5.0.0 unavailable | BOUNCED_SOFT",
            })
    void readsATextWithoutAStatusByItsWords(String header, String text, Reason reason) {
        VendorReport.Receipt receipt = receipt(post("To: <" + VERP + ">\n" + header + "\n\n" + text + "\n"));
        assertThat(receipt.reason()).isEqualTo(reason);
        assertThat(receipt.vendorCode()).isEqualTo("5.0.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 Service unavailable; client host [1.2.3.4] blocked using zen.spamhaus.org",
                "554 Message rejected: spam content",
                "552 message size exceeds limit",
                "550 Sender address rejected: user unknown",
                "550 The domain of the sender does not exist",
                "550 your domain does not exist",
                "550 Mailbox unavailable or access denied",
                "450 mailbox unavailable",
                "550 5.7.1 user unknown",
                "421 4.7.0 try later",
                "",
            })
    void keepsTheMailboxWhereAnUndefinedStatusMayBeAboutUs(String diagnostic) {
        assertThat(reason("5.0.0", diagnostic)).isEqualTo(Reason.BOUNCED_SOFT);
        assertThat(reason("", diagnostic)).isEqualTo(Reason.BOUNCED_SOFT);
        assertThat(reason("5.1.0", diagnostic)).isEqualTo(Reason.BOUNCED_SOFT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550-5.1.1 The email account does not exist",
                "550 5.2.1 disabled",
                "550 <wang@customer.example>: Recipient address rejected: User unknown in relay recipient table",
                "550 no such user here",
                "550 Requested action not taken: mailbox unavailable",
                "550 Mailbox not found. http://service.mail.qq.com",
                "550 The email account that you tried to reach does not exist",
                "550 <wang@customer.example> does not exist",
                "550 User not found: wang@customer.example",
                "550 unknown recipient",
                "550 sorry, no mailbox here by that name",
                "550 no such\n user",
            })
    void closesTheMailboxWhereTheWordsBlameIt(String diagnostic) {
        assertThat(reason("5.0.0", diagnostic)).isEqualTo(Reason.BOUNCED);
        assertThat(reason("", diagnostic)).isEqualTo(Reason.BOUNCED);
        assertThat(reason("5.1.0", diagnostic)).isEqualTo(Reason.BOUNCED);
    }

    @Test
    void keepsTheMailboxWhereTheSenderWasRejected() {
        assertThat(reason("5.1.0", "550 sender rejected")).isEqualTo(Reason.BOUNCED_SOFT);
    }

    @Test
    void callsAFailureWithoutAStatusPassingWhereItsCodeIs() {
        assertThat(receipt(post(dsn("7bit", FAILED + "Diagnostic-Code: smtp; 421 try later\n")))
                        .vendorCode())
                .isEqualTo("4.0.0");
    }

    @Test
    void readsAnEncodedDeliveryStatus() {
        String status = FAILED + "Status: 5.1.1\n";
        String base64 = Base64.getMimeEncoder()
                .encodeToString(("Reporting-MTA: dns; x\n\n" + status).getBytes(StandardCharsets.UTF_8));
        String encoded = dsn("base64", "").replace("Reporting-MTA: dns; mx.example\n\n", base64 + "\n");
        assertThat(receipt(post(encoded)).reason()).isEqualTo(Reason.BOUNCED);
        assertThat(receipt(post(dsn("Base64", status))).reason()).isEqualTo(Reason.BOUNCED);
        assertThat(receipt(post(dsn("quoted-printable", status.replace("5.1.1", "5.=\n1.=31"))))
                        .vendorCode())
                .isEqualTo("5.1.1");
    }

    @Test
    @Timeout(10)
    void readsEndlessBlanksQuickly() {
        for (String blank : List.of("\n", " ", "\n ", "-", "@", "account ", ": 550 ")) {
            String mail = "From: MAILER-DAEMON@x\nTo: <" + VERP + ">\n\nx: 550 x" + blank.repeat(60_000);
            assertThat(receipt(post(mail)).reason()).isEqualTo(Reason.BOUNCED_SOFT);
        }
    }

    private Reason reason(String status, String diagnostic) {
        String fields = FAILED
                + (status.isEmpty() ? "" : "Status: " + status + "\n")
                + (diagnostic.isEmpty() ? "" : "Diagnostic-Code: smtp; " + diagnostic + "\n");
        return receipt(post(dsn("7bit", fields))).reason();
    }

    private HookAnswer post(String mail) {
        HookRequest request = new HookRequest(
                "POST",
                "http://127.0.0.1:8080/",
                SmtpAccounts.HOOK_SECRET,
                Map.of(),
                Map.of(),
                mail.getBytes(StandardCharsets.UTF_8));
        return receipts.receive(request, SmtpAccounts.onPort(25));
    }

    private static void assertIsHeard(HookAnswer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.reports()).isEmpty();
    }

    private static VendorReport.Receipt receipt(HookAnswer answer) {
        assertThat(answer.reports()).as(answer.body()).hasSize(1);
        return (VendorReport.Receipt) answer.reports().get(0);
    }

    private static String dsn(String encoding, String fields) {
        return """
                From: MAILER-DAEMON@mx.example
                To: <%s>
                Content-Type: multipart/report; report-type=delivery-status; boundary="b"

                --b

                Delivery failed
                --b
                Content-Type: message/delivery-status
                Content-Transfer-Encoding: %s

                Reporting-MTA: dns; mx.example

                %s
                --b--
                """.formatted(VERP, encoding, fields);
    }
}
