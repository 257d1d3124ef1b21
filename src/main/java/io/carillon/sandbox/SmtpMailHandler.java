package io.carillon.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.Session;

/**
 * One mail of one connection. What it accepts is written down after the final dot has come and before 250 goes out.
 * Faults show at RCPT, where the address is known, or at the final dot.
 */
final class SmtpMailHandler implements MessageHandler {
    private final MessageContext context;
    private final SandboxKit kit;
    private final SmtpBounces bounces;
    private final Consumer<Duration> waiting;
    private final List<String> recipients = new ArrayList<>();
    private String sender = "";
    private @Nullable Fault faultAtDot;

    SmtpMailHandler(MessageContext context, SandboxKit kit, SmtpBounces bounces, Consumer<Duration> waiting) {
        this.context = context;
        this.kit = kit;
        this.bounces = bounces;
        this.waiting = waiting;
    }

    @Override
    public void from(String from) {
        sender = from;
    }

    @Override
    public void recipient(String recipient) throws RejectException {
        Fault fault = kit.faultFor(SmtpSandbox.NAME, recipient);
        if (fault != null) {
            show(fault);
        }
        if (kit.outcomeFor(SmtpSandbox.NAME, recipient) == SandboxKit.Outcome.REFUSED) {
            throw SmtpAnswer.of("", "550 5.1.1", "No such mailbox").rejection();
        }
        recipients.add(recipient);
    }

    @Override
    public @Nullable String data(InputStream data) throws RejectException, IOException {
        byte[] bytes = data.readAllBytes();
        Fault fault = faultAtDot;
        if (fault != null && fault.kind() == Fault.Kind.SERVER_ERROR) {
            throw SmtpAnswer.of(fault.code(), "451 4.3.0", "Local error, try again later")
                    .rejection();
        } else if (fault != null && fault.kind() == Fault.Kind.HANG) {
            waiting.accept(fault.time());
            throw broken();
        }
        accept(read(bytes));
        if (fault != null) {
            throw broken();
        }
        return null;
    }

    @Override
    public void done() {}

    private void show(Fault fault) throws RejectException {
        switch (fault.kind()) {
            case THROTTLE ->
                throw SmtpAnswer.of(fault.code(), "421 4.7.0", "Too many mails, come back later")
                        .rejection();
            case REFUSE ->
                throw SmtpAnswer.of(fault.code(), "550 5.1.1", "No such mailbox")
                        .rejection();
            case BLOCK ->
                throw SmtpAnswer.of(fault.code(), "550 5.7.1", "Sender not allowed")
                        .rejection();
            case RESET -> throw broken();
            case SERVER_ERROR, HANG, ACCEPT_THEN_RESET -> faultAtDot = fault;
            default -> throw new IllegalArgumentException(fault.kind() + " is not a fault of calls");
        }
    }

    private void accept(SmtpMail mail) {
        for (String recipient : recipients) {
            kit.accepted(new AcceptedMessage(
                    SmtpSandbox.NAME, user(), mail.messageId(), mail.key(), recipient, content(mail)));
            if (kit.outcomeFor(SmtpSandbox.NAME, recipient) == SandboxKit.Outcome.UNDELIVERED) {
                // A thread of this connection alone: it may wait for a bounce that is to come before our answer.
                bounces.send(sender, recipient, mail)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
            }
        }
    }

    private Map<String, String> content(SmtpMail mail) {
        Map<String, String> content = new LinkedHashMap<>();
        content.put("subject", mail.subject());
        content.put("from", mail.from());
        content.put("envelopeFrom", sender);
        content.put("textPreview", mail.textPreview());
        content.put("listUnsubscribe", mail.listUnsubscribe());
        return content;
    }

    private static SmtpMail read(byte[] bytes) throws RejectException {
        try {
            return SmtpMail.read(bytes);
        } catch (IllegalArgumentException unreadable) {
            throw SmtpAnswer.of("", "554 5.6.0", "This is no mail").rejection();
        }
    }

    private String user() {
        return context.getAuthenticationHandler()
                .map(login -> String.valueOf(login.getIdentity()))
                .orElse("");
    }

    /** Ends the connection with a reset; what is thrown then finds nobody to answer. */
    private RejectException broken() {
        Socket socket = ((Session) context).getSocket();
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyBroken) {
            // It was to be broken, and is.
        }
        return new DropConnectionException(421, "4.4.2 Connection lost");
    }
}
