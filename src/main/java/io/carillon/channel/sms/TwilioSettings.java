package io.carillon.channel.sms;

import io.carillon.channel.Mode;
import io.carillon.channel.Sender;
import io.carillon.channel.SettingChecks;
import io.carillon.channel.SettingNames;
import io.carillon.channel.SettingProblem;
import io.carillon.channel.VendorAccount;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Twilio account's settings, checked. Immutable.
 *
 * @param from the sender; null where a messaging service picks one
 * @param baseUrl without trailing slash
 */
record TwilioSettings(
        String sid,
        String token,
        @Nullable String from,
        @Nullable String messagingServiceSid,
        String baseUrl,
        int concurrency,
        Duration callTimeout) {
    static final SettingNames NAMES =
            SettingNames.of(Set.of("sid", "from", "messagingServiceSid", "baseUrl"), Set.of("token"));
    private static final String LIVE_URL = "https://api.twilio.com";
    private static final Pattern SID = Pattern.compile("AC[0-9a-fA-F]{32}");
    private static final Pattern SERVICE = Pattern.compile("MG[0-9a-fA-F]{32}");
    // A number or short code, else an alphanumeric sender:
    // https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id
    private static final Pattern FROM = Pattern.compile("\\+?\\d{3,15}|(?=.*[A-Za-z])[A-Za-z0-9 +\\-_&]{1,11}");
    private static final int USUAL_CONCURRENCY = 16;
    private static final int MOST_CONCURRENCY = 256;
    private static final int LONGEST_CALL_MILLIS = Sender.CALL_SECONDS * 1_000;
    private static final int SHORTEST_CALL_MILLIS = 100;

    /** Reads an account in which {@link #check} finds nothing. */
    static TwilioSettings of(VendorAccount account) {
        String base = account.setting("baseUrl", LIVE_URL).replaceAll("/+$", "");
        return new TwilioSettings(
                account.setting("sid"),
                account.secret("token"),
                account.settings().get("from"),
                account.settings().get("messagingServiceSid"),
                base,
                account.number("concurrency", USUAL_CONCURRENCY),
                Duration.ofMillis(account.number("callTimeoutMillis", LONGEST_CALL_MILLIS)));
    }

    static List<SettingProblem> check(VendorAccount account) {
        List<SettingProblem> problems = new ArrayList<>();
        if (!SID.matcher(account.setting("sid", "")).matches()) {
            problems.add(SettingProblem.setting("sid", "setting.sid"));
        }
        if (account.secret("token", "").isBlank()) {
            problems.add(SettingProblem.secret("token", "setting.authToken"));
        }
        checkSender(account, problems);
        checkBaseUrl(account, problems);
        SettingChecks.pace(account, SHORTEST_CALL_MILLIS, LONGEST_CALL_MILLIS, MOST_CONCURRENCY, problems);
        return List.copyOf(problems);
    }

    private static void checkSender(VendorAccount account, List<SettingProblem> problems) {
        String from = account.setting("from", "");
        String service = account.setting("messagingServiceSid", "");
        if (from.isEmpty() == service.isEmpty()) {
            problems.add(SettingProblem.setting("from", "setting.fromOrService", "messagingServiceSid"));
        } else if (!from.isEmpty() && !FROM.matcher(from).matches()) {
            problems.add(SettingProblem.setting("from", "setting.smsFrom"));
        } else if (!service.isEmpty() && !SERVICE.matcher(service).matches()) {
            problems.add(SettingProblem.setting("messagingServiceSid", "setting.serviceSid"));
        }
    }

    private static void checkBaseUrl(VendorAccount account, List<SettingProblem> problems) {
        String text = account.setting("baseUrl", "");
        boolean isSandbox = account.mode() == Mode.SANDBOX;
        if (text.isEmpty()) {
            if (isSandbox) {
                problems.add(SettingProblem.setting("baseUrl", "setting.sandboxServer"));
            }
            return;
        }
        URI url = url(text);
        if (url == null || url.getHost() == null || url.getRawQuery() != null || url.getRawFragment() != null) {
            problems.add(SettingProblem.setting("baseUrl", "setting.url", LIVE_URL));
        } else if (isSandbox && url.getHost().toLowerCase(Locale.ROOT).endsWith("twilio.com")) {
            problems.add(SettingProblem.setting("baseUrl", "setting.sandboxServer"));
        } else if (!isSandbox && !"https".equals(url.getScheme())) {
            problems.add(SettingProblem.setting("baseUrl", "setting.https"));
        }
    }

    private static @Nullable URI url(String text) {
        try {
            URI url = URI.create(text);
            return "http".equals(url.getScheme()) || "https".equals(url.getScheme()) ? url : null;
        } catch (IllegalArgumentException notAUrl) {
            return null;
        }
    }

    /** Says nothing of the token. */
    @Override
    public String toString() {
        return "TwilioSettings[" + sid + "]";
    }
}
