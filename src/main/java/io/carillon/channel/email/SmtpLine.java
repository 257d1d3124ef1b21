package io.carillon.channel.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.Properties;

/**
 * What all connections of an account share. Jakarta Mail looks its providers up on the class path for every session, which
 * costs more than connecting does, so there is one. Thread-safe.
 */
final class SmtpLine {
    /** What servers that can (RFC 3461) are asked to report. */
    static final String NOTIFY = "FAILURE";

    private final SmtpSettings settings;
    private final QuickSockets sockets = new QuickSockets();
    private final Session session;

    SmtpLine(SmtpSettings settings) {
        this.settings = settings;
        this.session = Session.getInstance(properties());
    }

    SmtpSettings settings() {
        return settings;
    }

    /** A transport that is not connected yet. */
    StagedTransport transport() {
        boolean isTls = settings.tls() == SmtpSettings.Tls.IMPLICIT;
        URLName server = new URLName(isTls ? "smtps" : "smtp", settings.host(), settings.port(), null, null, null);
        return new StagedTransport(session, server, isTls);
    }

    /** Connects, and logs in where the account has a user; the socket can be broken off through the slot. */
    void connect(StagedTransport transport, SocketSlot slot) throws MessagingException {
        if (settings.tls() == SmtpSettings.Tls.NONE) {
            transport.plainLine(slot);
        }
        sockets.openFor(slot);
        try {
            transport.connect(settings.host(), settings.port(), settings.username(), settings.password());
        } finally {
            sockets.opened();
        }
    }

    private Properties properties() {
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
            // Of what failed they send back headers only.
            properties.put(prefix + "dsn.notify", NOTIFY);
            properties.put(prefix + "dsn.ret", "HDRS");
        }
        return properties;
    }
}
