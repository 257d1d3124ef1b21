package io.carillon.channel.wechat;

import io.carillon.channel.Mode;
import io.carillon.channel.SettingChecks;
import io.carillon.channel.SettingNames;
import io.carillon.channel.SettingProblem;
import io.carillon.channel.VendorAccount;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The settings of a WeChat account, read and checked.
 *
 * @param account our name of the account
 * @param baseUrl where the API is, without trailing slash
 * @param callTimeout the longest a call may be silent
 * @param concurrency how many calls at the same time pay off
 */
record WechatSettings(
        String account, String appid, String appSecret, String baseUrl, Duration callTimeout, int concurrency) {
    static final String TOKEN = "token";
    static final String AES_KEY = "aesKey";
    static final SettingNames NAMES = SettingNames.of(Set.of("appid", "baseUrl"), Set.of("appSecret", TOKEN, AES_KEY));

    private static final Pattern APPID = Pattern.compile("wx[0-9a-f]{16}");
    private static final Pattern HOOK_TOKEN = Pattern.compile("[A-Za-z0-9]{3,64}");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9]{43}");
    private static final Pattern BASE_URL = Pattern.compile("https?://[A-Za-z0-9.:-]{1,260}(/[A-Za-z0-9/_-]{0,200})?");
    private static final String REAL_HOST = "weixin.qq.com";
    private static final String REAL_BASE_URL = "https://api.weixin.qq.com";
    private static final int LEAST_TIMEOUT_MILLIS = 100;
    /** Leaves room for connecting below {@link io.carillon.channel.Sender#CALL_SECONDS}. */
    private static final int MOST_TIMEOUT_MILLIS = 6_500;

    private static final int MOST_CONCURRENCY = 64;
    private static final int USUAL_CONCURRENCY = 16;

    /** What is wrong. */
    static List<SettingProblem> problems(VendorAccount account) {
        List<SettingProblem> problems = new ArrayList<>();
        String appid = account.setting("appid", account.scope());
        if (!APPID.matcher(appid).matches()) {
            problems.add(SettingProblem.setting("appid", "setting.appid"));
        } else if (!appid.equals(account.scope())) {
            problems.add(new SettingProblem("/scope", "setting.scopeIsAppid", List.of(appid)));
        }
        if (account.secret("appSecret", "").isBlank()) {
            problems.add(SettingProblem.secret("appSecret", "setting.appSecret"));
        }
        if (!HOOK_TOKEN.matcher(account.secret(TOKEN, "")).matches()) {
            problems.add(SettingProblem.secret(TOKEN, "setting.wechatToken"));
        }
        if (!KEY.matcher(account.secret(AES_KEY, "")).matches()) {
            problems.add(SettingProblem.secret(AES_KEY, "setting.aesKey"));
        }
        checkServer(account, problems);
        SettingChecks.pace(account, LEAST_TIMEOUT_MILLIS, MOST_TIMEOUT_MILLIS, MOST_CONCURRENCY, problems);
        return problems;
    }

    /** Reads an account in which {@link #problems} finds nothing. */
    static WechatSettings of(VendorAccount account) {
        return new WechatSettings(
                account.name(),
                account.scope(),
                account.secret("appSecret"),
                baseUrl(account),
                Duration.ofMillis(account.number("callTimeoutMillis", MOST_TIMEOUT_MILLIS)),
                account.number("concurrency", USUAL_CONCURRENCY));
    }

    private static void checkServer(VendorAccount account, List<SettingProblem> problems) {
        if (!BASE_URL.matcher(baseUrl(account)).matches()) {
            problems.add(SettingProblem.setting("baseUrl", "setting.url", REAL_BASE_URL));
            return;
        }
        String host = Objects.requireNonNullElse(URI.create(baseUrl(account)).getHost(), "");
        boolean isReal = host.equals(REAL_HOST) || host.endsWith("." + REAL_HOST);
        if (account.mode() == Mode.SANDBOX && isReal) {
            problems.add(SettingProblem.setting("baseUrl", "setting.sandboxServer"));
        }
        if (account.mode() == Mode.LIVE && baseUrl(account).startsWith("http:")) {
            problems.add(SettingProblem.setting("baseUrl", "setting.https"));
        }
    }

    private static String baseUrl(VendorAccount account) {
        return account.setting("baseUrl", REAL_BASE_URL).replaceFirst("/+$", "");
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "WechatSettings[" + account + ", " + baseUrl + "]";
    }
}
