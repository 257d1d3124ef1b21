package io.carillon.channel.email;

import io.carillon.channel.SendResult;
import jakarta.mail.MessagingException;
import java.util.Optional;

/**
 * One connection to the server, used by one thread at a time. Whoever uses it says until when; {@link #breakOffIfOverdue},
 * called by a watch, then breaks it off, whatever it waits for: that bounds connecting, reading and writing together,
 * which Jakarta Mail's own time-outs bound one read at a time.
 */
final class SmtpConnection {
    private static final long NEVER = Long.MAX_VALUE;

    private final SmtpSettings settings;
    private final SmtpLine line;
    private final SocketSlot slot = new SocketSlot();
    private final StagedTransport transport;
    // Nanoseconds after birth, because System.nanoTime() may be negative and wrap.
    private final long birth = System.nanoTime();
    private volatile long end = NEVER;
    private volatile boolean isTimedOut;
    private long idleSince;
    private int mailsSent;

    SmtpConnection(SmtpLine line) {
        this.line = line;
        this.settings = line.settings();
        this.transport = line.transport();
    }

    /** Connects, and logs in where the account has a user; answers why it could not. */
    Optional<SendResult> open() {
        end = now() + settings.callTimeout().toNanos();
        try {
            line.connect(transport, slot);
            return Optional.empty();
        } catch (MessagingException | RuntimeException failure) {
            return Optional.of(SmtpFailure.opening(failure, transport));
        } finally {
            end = NEVER;
        }
    }

    /** Hands over one mail. After a failure ask {@link #isAlive} before the next. */
    Optional<SendResult> send(ReadyMail mail) {
        end = now() + settings.callTimeout().toNanos();
        mailsSent++;
        try {
            transport.send(mail);
            return Optional.empty();
        } catch (MessagingException | RuntimeException failure) {
            return Optional.of(SmtpFailure.sending(failure, transport.stage(), isTimedOut));
        } finally {
            end = NEVER;
        }
    }

    /** Asks the server whether it would take another mail (NOOP). */
    boolean isAlive() {
        end = now() + settings.callTimeout().toNanos();
        try {
            return !isTimedOut && transport.isInStep() && transport.isConnected();
        } finally {
            end = NEVER;
        }
    }

    /** Whether it has carried as many mails as one connection should. */
    boolean isWornOut() {
        return mailsSent >= settings.mailsPerConnection();
    }

    /** Notes that nobody uses it from now on. */
    void rest() {
        idleSince = now();
    }

    /** For how many nanoseconds nobody used it. */
    long idleNanos() {
        return now() - idleSince;
    }

    /** Breaks off what has lasted too long. Called by the watch, never by the user. */
    void breakOffIfOverdue() {
        if (now() > end) {
            isTimedOut = true;
            slot.abort();
        }
    }

    /** Takes leave with QUIT, without waiting for the answer. */
    void close() {
        end = now() + settings.callTimeout().toNanos();
        try {
            transport.close();
        } catch (MessagingException alreadyBroken) {
            // It was to be closed, and is.
        } finally {
            slot.abort();
        }
    }

    /** Closes the socket and nothing else. */
    void abandon() {
        slot.abort();
        close();
    }

    private long now() {
        return System.nanoTime() - birth;
    }
}
