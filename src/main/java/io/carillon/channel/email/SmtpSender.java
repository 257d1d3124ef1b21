package io.carillon.channel.email;

import io.carillon.channel.CallDeadline;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.Sender;
import io.carillon.channel.VendorAccount;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An opened SMTP account. A {@code send} is a conversation over one pooled connection. What fails before the final dot was
 * written is certainly not sent; what fails after it is unknown. Thread-safe.
 */
final class SmtpSender implements Sender {
    private static final Logger LOG = Logger.getLogger(SmtpSender.class);
    // About 20 ms of a local relay and 5 s of a far one: short against the claim's lease, long against a hand-over.
    private static final int CALL_SIZE = 16;

    private final String account;
    private final SmtpSettings settings;
    private final MailComposer composer;
    private final SmtpPool pool;
    private volatile String lastTrouble = "";

    SmtpSender(VendorAccount account, Clock clock) {
        this.account = account.name();
        this.settings = SmtpSettings.of(account);
        this.composer = new MailComposer(settings, SmtpSettings.returnPath(account), clock);
        SmtpLine line = new SmtpLine(settings);
        this.pool =
                new SmtpPool("smtp-watch-" + account.name(), settings.concurrency(), () -> new SmtpConnection(line));
    }

    @Override
    public int callSize() {
        return CALL_SIZE;
    }

    @Override
    public int concurrency() {
        return settings.concurrency();
    }

    @Override
    public List<SendResult> send(List<Outbound> messages, CallDeadline deadline) {
        if (!pool.enter(settings.callTimeout())) {
            return Collections.nCopies(messages.size(), new SendResult.NotSent(Reason.LEASE_OVER, "connections", null));
        }
        List<SendResult> results = new ArrayList<>(messages.size());
        try (SmtpConversation conversation = new SmtpConversation(pool)) {
            for (Outbound message : messages) {
                results.add(one(message, deadline, conversation));
            }
            noteTrouble(conversation.closedDoor(), results);
        } finally {
            pool.leave();
        }
        return results;
    }

    private SendResult one(Outbound message, CallDeadline deadline, SmtpConversation conversation) {
        Optional<SendResult> refusal = composer.refusal(message);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        ReadyMail mail = composer.compose(message);
        if (deadline.isOver()) {
            return new SendResult.NotSent(Reason.LEASE_OVER, "", null);
        }
        return conversation.send(mail);
    }

    /** Logs when connecting begins to fail, fails otherwise, or works again; not every time. */
    private void noteTrouble(@Nullable SendResult closedDoor, List<SendResult> results) {
        String trouble = closedDoor == null ? "" : closedDoor.toString();
        boolean isProven = closedDoor != null || results.stream().anyMatch(SendResult.Accepted.class::isInstance);
        if (!isProven || trouble.equals(lastTrouble)) {
            return;
        }
        lastTrouble = trouble;
        if (closedDoor == null) {
            LOG.infof("SMTP account %s connects again", account);
        } else {
            LOG.warnf("SMTP account %s cannot connect: %s", account, trouble);
        }
    }

    /** For tests: how many connections there are, in use or idle. */
    int openConnections() {
        return pool.openConnections();
    }

    @Override
    public void close() {
        pool.close();
    }
}
