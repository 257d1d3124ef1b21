package io.carillon.channel.email;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Sender;
import io.carillon.channel.SettingChecks;
import io.carillon.channel.SettingProblem;
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
    /** Also what turns the direction of whatever stands behind it. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

    private static final Pattern PATH_SECRET = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    private final VendorAccount account;
    private final List<SettingProblem> findings = new ArrayList<>();

    SmtpSettingsCheck(VendorAccount account) {
        this.account = account;
    }

    /** Everything that is wrong, in the order of the account's page. */
    List<SettingProblem> findings() {
        if (account.kind() != ChannelKind.EMAIL) {
            findings.add(new SettingProblem("/kind", "account.kind", List.of(account.vendor(), "email")));
        }
        server();
        login();
        sender();
        SettingChecks.pace(account, LEAST_TIMEOUT_MILLIS, MOST_TIMEOUT_MILLIS, MOST_CONNECTIONS, findings);
        SettingChecks.whole(account, "mailsPerConnection", 1, MOST_MAILS_PER_CONNECTION, findings);
        secrets();
        return List.copyOf(findings);
    }

    private void server() {
        String host = setting("host");
        if (!Mailbox.isDomain(host) && !LOOPBACK.contains(host)) {
            setting("host", "setting.smtpHost");
        }
        SettingChecks.whole(account, "port", 1, 65_535, findings);
        if (!Set.of("none", "starttls", "implicit").contains(account.setting("tls", "starttls"))) {
            setting("tls", "setting.choice", "none, starttls, implicit");
        }
    }

    private void login() {
        boolean hasUser = !setting("username").isEmpty();
        boolean hasPassword = !account.secret("password", "").isEmpty();
        oneLine("username", 256);
        if (hasUser != hasPassword) {
            findings.add(
                    hasUser
                            ? SettingProblem.secret("password", "setting.bothUserAndPassword")
                            : SettingProblem.setting("username", "setting.bothUserAndPassword"));
        }
        if (hasUser && setting("tls").equals("none") && !LOOPBACK.contains(setting("host"))) {
            setting("tls", "setting.tlsForPassword");
        }
    }

    private void sender() {
        if (Mailbox.wire(setting("from")).isEmpty()) {
            setting("from", "setting.mailFrom");
        }
        oneLine("fromName", MOST_NAME);
        String domain = setting("returnDomain");
        if (!domain.isEmpty() && !Mailbox.isDomain(domain)) {
            setting("returnDomain", "setting.returnDomain");
        }
    }

    private void secrets() {
        String verpKey = account.secret("verpKey", "");
        if (verpKey.length() < LEAST_SECRET) {
            findings.add(SettingProblem.secret("verpKey", "setting.verpKey", LEAST_SECRET));
        }
        String hookSecret = account.secrets().get("hookSecret");
        boolean isUsable = hookSecret == null
                || (hookSecret.length() >= LEAST_SECRET
                        && PATH_SECRET.matcher(hookSecret).matches());
        if (!isUsable) {
            findings.add(SettingProblem.secret("hookSecret", "setting.bounceSecret", LEAST_SECRET, account.name()));
        }
    }

    private void oneLine(String key, int most) {
        String value = setting(key);
        if (value.length() > most || CONTROL.matcher(value).find()) {
            setting(key, "setting.oneLine", most);
        }
    }

    private String setting(String key) {
        return account.setting(key, "");
    }

    private void setting(String key, String text, Object... values) {
        findings.add(SettingProblem.setting(key, text, values));
    }
}
