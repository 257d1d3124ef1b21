package io.carillon.channel.email;

import io.carillon.channel.SendResult;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import java.util.Optional;
import java.util.Properties;

/**
 * One connection to the server, used by one thread at a time. Whoever uses it says until when; {@link #breakOffIfOverdue},
 * called by a watch, then breaks it off, whatever it waits for: that bounds connecting, reading and writing together,
 * which Jakarta Mail's own time-outs bound one read at a time.
 */
final class SmtpConnection {
    private static final long NEVER = Long.MAX_VALUE;

    private final SmtpSettings settings;
    private final QuickSockets sockets = new QuickSockets();
    private final StagedTransport transport;
    // Nanoseconds after birth, because System.nanoTime() may be negative and wrap.
    private final long birth = System.nanoTime();
    private volatile long end = NEVER;
    private volatile boolean isTimedOut;
    private long idleSince;
    private int mailsSent;

    SmtpConnection(SmtpSettings settings) {
        this.settings = settings;
        boolean isTls = settings.tls() == SmtpSettings.Tls.IMPLICIT;
        URLName server = new URLName(isTls ? "smtps" : "smtp", settings.host(), settings.port(), null, null, null);
        this.transport = new StagedTransport(Session.getInstance(properties(settings, sockets)), server, isTls);
    }

    /** Connects, and logs in where the account has a user; answers why it could not. */
    Optional<SendResult> open() {
        end = now() + settings.callTimeout().toNanos();
        try {
            transport.connect(settings.host(), settings.port(), settings.username(), settings.password());
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
            if (transport.supportsExtension("SIZE")) {
                // RFC 1870: what is too large is refused before it is sent.
                mail.setMailExtension("SIZE=" + mail.getSize());
            }
            InternetAddress recipient = new InternetAddress();
            recipient.setAddress(mail.recipient());
            transport.sendMessage(mail, new Address[] {recipient});
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
            return !isTimedOut && transport.isConnected();
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
            sockets.abort();
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
            sockets.abort();
        }
    }

    /** Closes the socket and nothing else. */
    void abandon() {
        sockets.abort();
        close();
    }

    private long now() {
        return System.nanoTime() - birth;
    }

    private static Properties properties(SmtpSettings settings, QuickSockets sockets) {
        String millis = String.valueOf(settings.callTimeout().toMillis());
        boolean isStartTls = settings.tls() == SmtpSettings.Tls.STARTTLS;
        Properties properties = new Properties();
        for (String prefix : new String[] {"mail.smtp.", "mail.smtps."}) {
            properties.put(prefix + "socketFactory", sockets);
            properties.put(prefix + "ssl.socketFactory", sockets);
            properties.put(prefix + "connectiontimeout", millis);
            properties.put(prefix + "timeout", millis);
            properties.put(prefix + "quitwait", "false");
            properties.put(prefix + "localhost", settings.returnDomain());
            properties.put(prefix + "auth", String.valueOf(settings.username() != null));
            properties.put(prefix + "starttls.enable", String.valueOf(isStartTls));
            properties.put(prefix + "starttls.required", String.valueOf(isStartTls));
            properties.put(prefix + "ssl.checkserveridentity", "true");
            // Servers that can (RFC 3461) are asked to report failures only, and to send back headers only.
            properties.put(prefix + "dsn.notify", "FAILURE");
            properties.put(prefix + "dsn.ret", "HDRS");
        }
        return properties;
    }
}
