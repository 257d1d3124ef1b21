package io.carillon.channel.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.OutputStream;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Angus' transport that knows how far it came, because a failure means "certainly not sent" up to the final dot and
 * "perhaps sent" from then on.
 */
final class StagedTransport extends SMTPTransport {
    private SmtpStage stage = SmtpStage.CONNECT;

    /**
     * Not connected yet.
     *
     * @param isTls whether TLS begins with the first byte; the URL's protocol alone would not make it so
     */
    StagedTransport(Session session, URLName server, boolean isTls) {
        super(session, server, isTls ? "smtps" : "smtp", isTls);
    }

    /** What was under way last. Read by the thread that sends. */
    synchronized SmtpStage stage() {
        return stage;
    }

    @Override
    protected void mailFrom() throws MessagingException {
        stage = SmtpStage.SENDER;
        super.mailFrom();
    }

    @Override
    protected void rcptTo() throws MessagingException {
        stage = SmtpStage.RECIPIENT;
        super.rcptTo();
    }

    @Override
    protected OutputStream data() throws MessagingException {
        stage = SmtpStage.CONTENT;
        return super.data();
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        if (command.startsWith("AUTH ")) {
            stage = SmtpStage.AUTH;
        }
        super.sendCommand(command);
        // Only now: the dot is the last that is written, so when its write failed, the server has not seen it.
        if (stage == SmtpStage.CONTENT && command.equals(".")) {
            stage = SmtpStage.HANDED_OVER;
        }
    }
}
