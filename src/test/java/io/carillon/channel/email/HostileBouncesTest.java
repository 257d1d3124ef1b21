package io.carillon.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.Bent;
import io.carillon.channel.HookAnswer;
import io.carillon.channel.HookRequest;
import io.carillon.channel.VendorReport;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Mails that claim to be bounces: an answer to each, and no attempt is touched whose signed address is not in it. */
class HostileBouncesTest {
    private static final Instant NOW = Instant.parse("2027-09-13T04:00:00Z");
    private static final AttemptKey KEY = new AttemptKey(7, 4711, 1);
    private static final ReturnPath PATH = new ReturnPath(SmtpAccounts.DOMAIN, SmtpAccounts.VERP_KEY);
    private static final String BOUNCE = String.join(
            "\r\n",
            "From: MAILER-DAEMON@mx.customer.example",
            "To: <" + PATH.envelopeSender(KEY) + ">",
            "Date: Mon, 13 Sep 2027 03:59:00 +0000",
            "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"",
            "",
            "--b",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; mx.customer.example",
            "",
            "Final-Recipient: rfc822; wang@customer.example",
            "Action: failed",
            "Status: 5.1.1",
            "Diagnostic-Code: smtp; 550 5.1.1 nobody here",
            "",
            "--b",
            "Content-Type: text/rfc822-headers",
            "",
            "Message-ID: " + PATH.messageId(KEY),
            "",
            "--b--",
            "");

    private final SmtpReceipts receipts = new SmtpReceipts(Clock.fixed(NOW, ZoneOffset.UTC));

    @Property(tries = 600)
    void touchNoAttemptButTheSignedOne(@ForAll("mails") byte[] mail) {
        HookAnswer answer = receive(SmtpAccounts.HOOK_SECRET, mail);

        assertThat(answer.status()).isIn(200, 400, 403);
        assertThat(answer.reports()).allSatisfy(report -> {
            String key = report instanceof VendorReport.Receipt receipt
                    ? receipt.key()
                    : ((VendorReport.OptOut) report).key();
            assertThat(key).isEqualTo(KEY.toString());
        });
    }

    @Property(tries = 200)
    void reportNothingWithoutTheSecret(@ForAll("secrets") String secret) {
        HookAnswer answer = receive(secret, BOUNCE.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.reports()).isEmpty();
    }

    private HookAnswer receive(String suffix, byte[] mail) {
        return receipts.receive(
                new HookRequest("POST", "http://127.0.0.1:8080/", suffix, Map.of(), Map.of(), mail),
                SmtpAccounts.onPort(25));
    }

    @Provide
    Arbitrary<byte[]> mails() {
        byte[] genuine = BOUNCE.getBytes(StandardCharsets.UTF_8);
        byte[] forged = BOUNCE.replace("4711", "4712").getBytes(StandardCharsets.UTF_8);
        byte[] parts = ("Content-Type: multipart/report; boundary=b\r\n\r\n" + "--b\r\n\r\n5.1.1\r\n".repeat(20_000))
                .getBytes(StandardCharsets.UTF_8);
        byte[] digits = ("To: " + "1-".repeat(100_000) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(20, Bent.bodies(genuine)),
                net.jqwik.api.Tuple.of(10, Bent.bodies(forged)),
                net.jqwik.api.Tuple.of(10, Bent.garbage()),
                net.jqwik.api.Tuple.of(1, Arbitraries.of(genuine, parts, digits)));
    }

    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.oneOf(
                Bent.texts(SmtpAccounts.HOOK_SECRET), Arbitraries.strings().ofMaxLength(40));
    }
}
