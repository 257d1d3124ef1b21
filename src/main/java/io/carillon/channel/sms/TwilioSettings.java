package io.carillon.channel.sms;

import io.carillon.channel.Mode;
import io.carillon.channel.Sender;
import io.carillon.channel.SettingChecks;
import io.carillon.channel.SettingNames;
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

    static List<String> check(VendorAccount account) {
        List<String> findings = new ArrayList<>();
        if (!SID.matcher(account.setting("sid", "")).matches()) {
            findings.add("Setting 'sid' must be the account SID: AC and 32 hexadecimal digits");
        }
        if (account.secret("token", "").isBlank()) {
            findings.add("Secret 'token' must be the account's auth token");
        }
        checkSender(account, findings);
        checkBaseUrl(account, findings);
        SettingChecks.pace(account, SHORTEST_CALL_MILLIS, LONGEST_CALL_MILLIS, MOST_CONCURRENCY, findings);
        return List.copyOf(findings);
    }

    private static void checkSender(VendorAccount account, List<String> findings) {
        String from = account.setting("from", "");
        String service = account.setting("messagingServiceSid", "");
        if (from.isEmpty() == service.isEmpty()) {
            findings.add("Give one of the settings 'from' and 'messagingServiceSid'");
        } else if (!from.isEmpty() && !FROM.matcher(from).matches()) {
            findings.add("Setting 'from' must be a number such as +15005550006, a short code, or a sender name");
        } else if (!service.isEmpty() && !SERVICE.matcher(service).matches()) {
            findings.add("Setting 'messagingServiceSid' must be MG and 32 hexadecimal digits");
        }
    }

    private static void checkBaseUrl(VendorAccount account, List<String> findings) {
        String text = account.setting("baseUrl", "");
        boolean isSandbox = account.mode() == Mode.SANDBOX;
        if (text.isEmpty()) {
            if (isSandbox) {
                findings.add("A sandbox account needs the setting 'baseUrl', else it would call Twilio itself");
            }
            return;
        }
        URI url = url(text);
        if (url == null || url.getHost() == null || url.getRawQuery() != null || url.getRawFragment() != null) {
            findings.add("Setting 'baseUrl' must be a URL such as http://127.0.0.1:8090/twilio");
        } else if (isSandbox && url.getHost().toLowerCase(Locale.ROOT).endsWith("twilio.com")) {
            findings.add("A sandbox account must not have Twilio's own address as 'baseUrl'");
        } else if (!isSandbox && !"https".equals(url.getScheme())) {
            findings.add("Setting 'baseUrl' of a live account must begin with https");
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
