package io.carillon.channel.email;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Sender;
import io.carillon.channel.VendorAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds what is wrong with an account's settings; each finding says what to fix. One object per check. */
final class SmtpSettingsCheck {
    static final int MOST_TIMEOUT_MILLIS = Sender.CALL_SECONDS * 1000;
    static final int LEAST_SECRET = 16;
    private static final int LEAST_TIMEOUT_MILLIS = 100;
    private static final int MOST_CONNECTIONS = 64;
    private static final int MOST_MAILS_PER_CONNECTION = 10_000;
    private static final int MOST_NAME = 100;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");
    private static final Pattern PATH_SECRET = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    private final VendorAccount account;
    private final List<String> findings = new ArrayList<>();

    SmtpSettingsCheck(VendorAccount account) {
        this.account = account;
    }

    /** Everything that is wrong, in the order of the account's page. */
    List<String> findings() {
        if (account.kind() != ChannelKind.EMAIL) {
            add("kind", "must be email");
        }
        server();
        login();
        sender();
        number("concurrency", 1, MOST_CONNECTIONS);
        number("callTimeoutMillis", LEAST_TIMEOUT_MILLIS, MOST_TIMEOUT_MILLIS);
        number("mailsPerConnection", 1, MOST_MAILS_PER_CONNECTION);
        secrets();
        return List.copyOf(findings);
    }

    private void server() {
        String host = setting("host");
        if (!Mailbox.isDomain(host) && !LOOPBACK.contains(host)) {
            add("host", "must be the name or IPv4 address of the SMTP server");
        }
        number("port", 1, 65_535);
        if (!Set.of("none", "starttls", "implicit").contains(account.setting("tls", "starttls"))) {
            add("tls", "must be none, starttls or implicit");
        }
    }

    private void login() {
        boolean hasUser = !setting("username").isEmpty();
        boolean hasPassword = !account.secret("password", "").isEmpty();
        oneLine("username", 256);
        if (hasUser != hasPassword) {
            add(
                    hasUser ? "password" : "username",
                    "is missing: give both the setting username and the secret password");
        }
        if (hasUser && setting("tls").equals("none") && !LOOPBACK.contains(setting("host"))) {
            add("tls", "must be starttls or implicit, as a password would cross the network readable");
        }
    }

    private void sender() {
        if (Mailbox.wire(setting("from")).isEmpty()) {
            add("from", "must be a mailbox such as news@shop.example, on one line and without a name");
        }
        oneLine("fromName", MOST_NAME);
        String domain = setting("returnDomain");
        if (!domain.isEmpty() && !Mailbox.isDomain(domain)) {
            add("returnDomain", "must be a domain whose mail reaches the bounce hook, such as bounces.shop.example");
        }
    }

    private void secrets() {
        String verpKey = account.secret("verpKey", "");
        if (verpKey.length() < LEAST_SECRET) {
            add("verpKey", "must be a secret of at least " + LEAST_SECRET + " characters; it signs return paths");
        }
        String hookSecret = account.secrets().get("hookSecret");
        boolean isUsable = hookSecret == null
                || (hookSecret.length() >= LEAST_SECRET
                        && PATH_SECRET.matcher(hookSecret).matches());
        if (!isUsable) {
            add(
                    "hookSecret",
                    "must be a secret of at least " + LEAST_SECRET
                            + " letters, digits, '-' or '_'; bounces are posted to" + " /hooks/smtp/" + account.name()
                            + "/{hookSecret}");
        }
    }

    private void oneLine(String key, int most) {
        String value = setting(key);
        if (value.length() > most || CONTROL.matcher(value).find()) {
            add(key, "must be one line of at most " + most + " characters");
        }
    }

    private void number(String key, int least, int most) {
        String value = setting(key);
        boolean isFine = value.isEmpty()
                || (value.matches("\\d{1,6}") && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most);
        if (!isFine) {
            add(key, "must be a whole number from " + least + " to " + most);
        }
    }

    private String setting(String key) {
        return account.setting(key, "");
    }

    private void add(String key, String whatToFix) {
        findings.add("Account " + account.name() + ": '" + key + "' " + whatToFix);
    }
}
