package io.carillon.channel.email;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * Angus' transport that knows how far it came, because a failure means "certainly not sent" up to the final dot and
 * "perhaps sent" from then on.
 *
 * <p>Where the server takes it (RFC 2920), RCPT and DATA leave together with MAIL, which saves two of four waits for the line. Angus
 * still asks for one after the other and hears the answers in that order; what it sends has left already.
 */
final class StagedTransport extends SMTPTransport {
    private static final int GO_ON = 354;

    private SmtpStage stage = SmtpStage.CONNECT;
    private String recipient = "";
    private @Nullable SocketSlot plainLine;
    /** Commands that left ahead of their turn and whose answers are still to be read. */
    private final Deque<String> ahead = new ArrayDeque<>();

    /**
     * Not connected yet.
     *
     * @param isTls whether TLS begins with the first byte; the URL's protocol alone would not make it so
     */
    StagedTransport(Session session, URLName server, boolean isTls) {
        super(session, server, isTls ? "smtps" : "smtp", isTls);
    }

    /** Says by which socket all that is written leaves as it is. Where TLS lies in between there is none. */
    synchronized void plainLine(SocketSlot socket) {
        plainLine = socket;
    }

    /** What was under way last. Read by the thread that sends. */
    synchronized SmtpStage stage() {
        return stage;
    }

    /** Hands over one mail. */
    synchronized void send(ReadyMail mail) throws MessagingException {
        if (supportsExtension("SIZE")) {
            // RFC 1870: what is too large is refused before it is sent.
            mail.setMailExtension("SIZE=" + mail.getSize());
        }
        recipient = mail.recipient();
        InternetAddress address = new InternetAddress();
        address.setAddress(recipient);
        sendMessage(mail, new Address[] {address});
    }

    /** Whether the next command would hear its own answer. */
    synchronized boolean isInStep() {
        return ahead.isEmpty();
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
        OutputStream checked = super.data();
        if (plainLine == null) {
            return checked;
        }
        // Angus would look at every byte for bare line ends and dots that begin a line; a ready mail has neither. Each
        // command before it was flushed.
        try {
            return plainLine.output();
        } catch (IOException broken) {
            throw new MessagingException("The connection is broken", broken);
        }
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        if (command.equals(ahead.peek())) {
            ahead.remove();
            return;
        }
        if (command.equals("RSET")) {
            hearTheRest();
        } else if (!ahead.isEmpty() && !command.equals("QUIT")) {
            // An answer would be taken for another command's.
            throw new MessagingException("Out of step with the server");
        }
        if (command.startsWith("AUTH ")) {
            stage = SmtpStage.AUTH;
        }
        super.sendCommand(command);
        if (command.startsWith("MAIL FROM:") && supportsExtension("PIPELINING")) {
            String notify = supportsExtension("DSN") ? " NOTIFY=" + SmtpLine.NOTIFY : "";
            // As Angus will write it.
            sendAhead("RCPT TO:<" + recipient + ">" + notify);
            sendAhead("DATA");
        }
        // Only now: the dot is the last that is written, so when its write failed, the server has not seen it.
        if (stage == SmtpStage.CONTENT && command.equals(".")) {
            stage = SmtpStage.HANDED_OVER;
        }
    }

    private void sendAhead(String command) throws MessagingException {
        super.sendCommand(command);
        ahead.add(command);
    }

    /** The mail is refused: the answers to what left ahead come first. A server that waits for its text gets none (RFC 2920). */
    private void hearTheRest() throws MessagingException {
        while (!ahead.isEmpty()) {
            String command = ahead.remove();
            if (readServerResponse() == GO_ON && command.equals("DATA")) {
                super.sendCommand(".");
                readServerResponse();
            }
        }
    }
}
