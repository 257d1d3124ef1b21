package io.carillon.sandbox;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Writes bounces as mail servers do (multipart/report, RFC 6522 and 3464) and posts them where the return path's mail is
 * delivered. Thread-safe.
 */
final class SmtpBounces {
    private static final Session SESSION = Session.getInstance(new Properties());
    private static final String EOL = "\r\n";
    private static final long USUAL_MILLIS = 1_000;

    private final SandboxKit kit;
    private final String account;
    private final String secret;
    private final Duration delay;

    SmtpBounces(SandboxKit kit) {
        this.kit = kit;
        this.account = kit.setting("smtp.account");
        this.secret = kit.setting("smtp.hookSecret");
        String millis = kit.setting("smtp.bounceMillis");
        this.delay = Duration.ofMillis(millis.isEmpty() ? USUAL_MILLIS : Long.parseLong(millis));
    }

    /** Whether it knows where bounces go. */
    boolean isSettled() {
        return !account.isEmpty() && !secret.isEmpty();
    }

    /** Tells the sender later that the mail did not arrive. */
    void send(String sender, String recipient, SmtpMail mail) {
        if (!isSettled()) {
            return;
        }
        byte[] bounce = write(sender, recipient, mail);
        String url = kit.setting("hooks") + "/hooks/smtp/" + account + "/" + secret;
        kit.receipts(
                SmtpSandbox.NAME,
                recipient,
                List.of(() -> kit.post(url, Map.of("X-Original-To", sender), "message/rfc822", bounce, delay)));
    }

    /** A bounce to the envelope sender. */
    static byte[] write(String sender, String recipient, SmtpMail mail) {
        try {
            MimeMultipart report = new MimeMultipart("report; report-type=delivery-status");
            report.addBodyPart(part("text/plain; charset=us-ascii", words(recipient)));
            report.addBodyPart(part("message/delivery-status", status(recipient)));
            report.addBodyPart(part("text/rfc822-headers", new String(mail.headers(), StandardCharsets.ISO_8859_1)));
            MimeMessage bounce = new MimeMessage(SESSION);
            bounce.setHeader("From", "Mail Delivery System <MAILER-DAEMON@sandbox.localhost>");
            bounce.setHeader("To", sender);
            bounce.setHeader("Auto-Submitted", "auto-replied");
            bounce.setSubject("Undelivered Mail Returned to Sender");
            bounce.setSentDate(new Date());
            bounce.setContent(report);
            bounce.saveChanges();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bounce.writeTo(bytes);
            return bytes.toByteArray();
        } catch (MessagingException | IOException broken) {
            throw new IllegalStateException("Could not write a bounce", broken);
        }
    }

    private static MimeBodyPart part(String type, String content) throws MessagingException {
        InternetHeaders headers = new InternetHeaders();
        headers.setHeader("Content-Type", type);
        return new MimeBodyPart(headers, content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String words(String recipient) {
        return "Your mail to " + recipient + " could not be delivered. There is no such mailbox." + EOL;
    }

    private static String status(String recipient) {
        return "Reporting-MTA: dns; sandbox.localhost" + EOL + EOL
                + "Final-Recipient: rfc822; " + recipient + EOL
                + "Action: failed" + EOL
                + "Status: 5.1.1" + EOL
                + "Diagnostic-Code: smtp; 550 5.1.1 No such mailbox" + EOL;
    }
}
