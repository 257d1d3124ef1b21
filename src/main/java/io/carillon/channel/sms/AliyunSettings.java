package io.carillon.channel.sms;

import io.carillon.channel.Mode;
import io.carillon.channel.Sender;
import io.carillon.channel.SettingChecks;
import io.carillon.channel.SettingNames;
import io.carillon.channel.SettingProblem;
import io.carillon.channel.VendorAccount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The settings of an Aliyun account, read and checked.
 *
 * @param endpoint host, or host:port, without path
 * @param protocol {@code http} or {@code https}
 * @param callTimeout the longest one call may take
 * @param concurrency how many calls at the same time pay off
 */
record AliyunSettings(
        String endpoint,
        String protocol,
        Duration callTimeout,
        int concurrency,
        String accessKeyId,
        String accessKeySecret) {
    static final String HOOK_SECRET = "hookSecret";
    static final SettingNames NAMES =
            SettingNames.of(Set.of("accessKeyId", "endpoint", "protocol"), Set.of("accessKeySecret", HOOK_SECRET));
    /** Not to be guessed, and fit for a path of a URL. */
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{16,128}");

    private static final Pattern ENDPOINT = Pattern.compile("[A-Za-z0-9.-]{1,253}(:\\d{1,5})?");
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final String REAL_ENDPOINT = "dysmsapi.aliyuncs.com";
    private static final int LEAST_TIMEOUT_MILLIS = 100;
    private static final int MOST_TIMEOUT_MILLIS = Sender.CALL_SECONDS * 1000;
    private static final int MOST_CONCURRENCY = 64;
    private static final int USUAL_CONCURRENCY = 8;

    /** What is wrong. */
    static List<SettingProblem> problems(VendorAccount account) {
        List<SettingProblem> problems = new ArrayList<>();
        if (!KEY_ID.matcher(account.setting("accessKeyId", "")).matches()) {
            problems.add(SettingProblem.setting("accessKeyId", "setting.accessKeyId"));
        }
        if (account.secret("accessKeySecret", "").isBlank()) {
            problems.add(SettingProblem.secret("accessKeySecret", "setting.accessKeySecret"));
        }
        if (!SECRET.matcher(account.secret(HOOK_SECRET, "")).matches()) {
            problems.add(SettingProblem.secret(HOOK_SECRET, "setting.hookSecret", 16, 128));
        }
        checkServer(account, problems);
        SettingChecks.pace(account, LEAST_TIMEOUT_MILLIS, MOST_TIMEOUT_MILLIS, MOST_CONCURRENCY, problems);
        return problems;
    }

    /** Reads an account in which {@link #problems} finds nothing. */
    static AliyunSettings of(VendorAccount account) {
        return new AliyunSettings(
                endpoint(account),
                protocol(account),
                Duration.ofMillis(account.number("callTimeoutMillis", MOST_TIMEOUT_MILLIS)),
                account.number("concurrency", USUAL_CONCURRENCY),
                account.setting("accessKeyId"),
                account.secret("accessKeySecret"));
    }

    private static void checkServer(VendorAccount account, List<SettingProblem> problems) {
        if (!ENDPOINT.matcher(endpoint(account)).matches()) {
            problems.add(SettingProblem.setting("endpoint", "setting.endpoint", REAL_ENDPOINT));
        }
        if (account.mode() == Mode.SANDBOX && endpoint(account).equals(REAL_ENDPOINT)) {
            problems.add(SettingProblem.setting("endpoint", "setting.sandboxServer"));
        }
        if (!List.of("http", "https").contains(protocol(account))) {
            problems.add(SettingProblem.setting("protocol", "setting.choice", "http, https"));
        } else if (account.mode() == Mode.LIVE && protocol(account).equals("http")) {
            problems.add(SettingProblem.setting("protocol", "setting.https"));
        }
    }

    private static String endpoint(VendorAccount account) {
        return account.setting("endpoint", REAL_ENDPOINT);
    }

    private static String protocol(VendorAccount account) {
        return account.setting("protocol", "https");
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AliyunSettings[" + protocol + "://" + endpoint + "]";
    }
}
