package io.carillon.channel.email;

import io.carillon.channel.SettingNames;
import io.carillon.channel.VendorAccount;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account's settings, read. {@link SmtpSettingsCheck} says what is wrong with them; reading takes them as checked.
 *
 * @param from the mailbox that people see
 * @param fromName the name beside it, empty for none
 * @param returnDomain where bounces go and Message-IDs come from; its mail must reach the bounce hook
 * @param username null when the server asks for no login
 * @param callTimeout the longest that one mail may take, opening a connection included
 * @param mailsPerConnection after how many a connection is closed, as relays set a bound (often 100)
 */
record SmtpSettings(
        String host,
        int port,
        Tls tls,
        @Nullable String username,
        @Nullable String password,
        String from,
        String fromName,
        String returnDomain,
        int concurrency,
        Duration callTimeout,
        int mailsPerConnection) {

    static final SettingNames NAMES = SettingNames.of(
            Set.of("host", "port", "tls", "username", "from", "fromName", "returnDomain", "mailsPerConnection"),
            Set.of("verpKey", "password", "hookSecret"));
    static final int DEFAULT_CONCURRENCY = 16;
    static final int DEFAULT_MAILS_PER_CONNECTION = 100;

    /** How a connection is protected. */
    enum Tls {
        /** Not at all; for a relay on the same machine or network. */
        NONE(25),
        /** STARTTLS, which the server must offer. */
        STARTTLS(587),
        /** From the first byte. */
        IMPLICIT(465);

        private final int usualPort;

        Tls(int usualPort) {
            this.usualPort = usualPort;
        }

        /** The port it is usually spoken on (RFC 8314). */
        int usualPort() {
            return usualPort;
        }

        static Tls of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    /** Reads a checked account. */
    static SmtpSettings of(VendorAccount account) {
        Tls tls = Tls.of(account.setting("tls", "starttls"));
        String from = Mailbox.wire(account.setting("from")).orElseThrow();
        return new SmtpSettings(
                account.setting("host"),
                account.number("port", tls.usualPort()),
                tls,
                account.settings().get("username"),
                account.secrets().get("password"),
                from,
                account.setting("fromName", ""),
                returnDomain(account),
                account.number("concurrency", DEFAULT_CONCURRENCY),
                Duration.ofMillis(account.number("callTimeoutMillis", SmtpSettingsCheck.MOST_TIMEOUT_MILLIS)),
                account.number("mailsPerConnection", DEFAULT_MAILS_PER_CONNECTION));
    }

    /** The signed way back of this account. */
    static ReturnPath returnPath(VendorAccount account) {
        return new ReturnPath(returnDomain(account), account.secret("verpKey"));
    }

    private static String returnDomain(VendorAccount account) {
        String from = account.setting("from");
        return account.setting("returnDomain", from.substring(from.lastIndexOf('@') + 1))
                .toLowerCase(Locale.ROOT);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "SmtpSettings[" + host + ":" + port + ", " + tls + "]";
    }
}
