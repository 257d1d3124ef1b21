package io.carillon.sandbox;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes bounces as mail servers do (multipart/report, RFC 6522 and 3464) and posts them where the return path's mail is
 * delivered. Thread-safe.
 */
final class SmtpBounces {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);
    private static final long USUAL_MILLIS = 1_000;

    private final SandboxKit kit;
    private final Clock clock;
    private final String account;
    private final String secret;
    private final Duration delay;

    SmtpBounces(SandboxKit kit, Clock clock) {
        this.kit = kit;
        this.clock = clock;
        this.account = kit.setting("smtp.account");
        this.secret = kit.setting("smtp.hookSecret");
        this.delay = delay(kit.setting("smtp.bounceMillis"));
    }

    /** Whether it knows where bounces go. */
    boolean isSettled() {
        return !account.isEmpty() && !secret.isEmpty();
    }

    /** Tells the sender later that the mail did not arrive; done when the mail may be answered. */
    Future<Void> send(String sender, String recipient, SmtpMail mail) {
        if (!isSettled()) {
            return Future.succeededFuture();
        }
        byte[] bounce = write(sender, recipient, mail).getBytes(StandardCharsets.ISO_8859_1);
        String url = kit.setting("hooks") + "/hooks/smtp/" + account + "/" + secret;
        Receipt returned = new Receipt(
                Receipt.Tells.UNDELIVERED, delay, after -> kit.post(url, Map.of(), "message/rfc822", bounce, after));
        return kit.receipts(SmtpSandbox.NAME, mail.messageId(), recipient, List.of(returned));
    }

    private String write(String sender, String recipient, SmtpMail mail) {
        String boundary = "bounce-" + Integer.toHexString(mail.messageId().hashCode());
        return """
                Return-Path: <>
                Delivered-To: %1$s
                Date: %2$s
                From: Mail Delivery System <MAILER-DAEMON@sandbox.localhost>
                To: <%1$s>
                Subject: Undelivered Mail Returned to Sender
                Auto-Submitted: auto-replied
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status;
                \tboundary="%3$s"

                --%3$s
                Content-Type: text/plain; charset=us-ascii

                Your mail to %4$s could not be delivered. There is no such mailbox.

                --%3$s
                Content-Type: message/delivery-status

                Reporting-MTA: dns; sandbox.localhost

                Final-Recipient: rfc822; %4$s
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 No such mailbox

                --%3$s
                Content-Type: text/rfc822-headers

                %5$s
                --%3$s--
                """.formatted(sender, DATE.format(ZonedDateTime.now(clock)), boundary, recipient, mail.headers())
                .replaceAll("\r?\n", "\r\n");
    }

    private static Duration delay(String millis) {
        if (millis.isEmpty()) {
            return Duration.ofMillis(USUAL_MILLIS);
        } else if (millis.matches("\\d{1,7}")) {
            return Duration.ofMillis(Long.parseLong(millis));
        }
        throw new SandboxFailure("Setting 'smtp.bounceMillis' must be a whole number, such as 1000", null);
    }
}
