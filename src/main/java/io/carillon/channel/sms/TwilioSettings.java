package io.carillon.channel.sms;

import io.carillon.channel.Mode;
import io.carillon.channel.Sender;
import io.carillon.channel.VendorAccount;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
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

    static TwilioSettings of(VendorAccount account) {
        List<String> findings = check(account);
        if (!findings.isEmpty()) {
            throw new IllegalArgumentException("Account " + account.name() + ": " + String.join(" ", findings));
        }
        String base = account.setting("baseUrl", LIVE_URL).replaceAll("/+$", "");
        return new TwilioSettings(
                account.setting("sid"),
                account.secret("token"),
                account.settings().get("from"),
                account.settings().get("messagingServiceSid"),
                base,
                number(account, "concurrency", USUAL_CONCURRENCY).orElseThrow(),
                Duration.ofMillis(number(account, "callTimeoutMillis", LONGEST_CALL_MILLIS)
                        .orElseThrow()));
    }

    static List<String> check(VendorAccount account) {
        List<String> findings = new ArrayList<>();
        if (!SID.matcher(account.setting("sid", "")).matches()) {
            findings.add("Setting 'sid' must be the account SID: AC and 32 hexadecimal digits.");
        }
        if (account.secrets().getOrDefault("token", "").isBlank()) {
            findings.add("Secret 'token' must be the account's auth token.");
        }
        checkSender(account, findings);
        checkBaseUrl(account, findings);
        checkNumber(account, "concurrency", 1, MOST_CONCURRENCY, findings);
        checkNumber(account, "callTimeoutMillis", SHORTEST_CALL_MILLIS, LONGEST_CALL_MILLIS, findings);
        return List.copyOf(findings);
    }

    private static void checkSender(VendorAccount account, List<String> findings) {
        String from = account.setting("from", "");
        String service = account.setting("messagingServiceSid", "");
        if (from.isEmpty() == service.isEmpty()) {
            findings.add("Give one of the settings 'from' and 'messagingServiceSid'.");
        } else if (!from.isEmpty() && !FROM.matcher(from).matches()) {
            findings.add("Setting 'from' must be a number such as +15005550006, a short code, or a sender name.");
        } else if (!service.isEmpty() && !SERVICE.matcher(service).matches()) {
            findings.add("Setting 'messagingServiceSid' must be MG and 32 hexadecimal digits.");
        }
    }

    private static void checkBaseUrl(VendorAccount account, List<String> findings) {
        String text = account.setting("baseUrl", "");
        boolean isSandbox = account.mode() == Mode.SANDBOX;
        if (text.isEmpty()) {
            if (isSandbox) {
                findings.add("A sandbox account needs the setting 'baseUrl', else it would call Twilio itself.");
            }
            return;
        }
        URI url = url(text);
        if (url == null || url.getHost() == null || url.getRawQuery() != null || url.getRawFragment() != null) {
            findings.add("Setting 'baseUrl' must be a URL such as http://127.0.0.1:8090/twilio.");
        } else if (isSandbox && url.getHost().toLowerCase(Locale.ROOT).endsWith("twilio.com")) {
            findings.add("A sandbox account must not have Twilio's own address as 'baseUrl'.");
        } else if (!isSandbox && !"https".equals(url.getScheme())) {
            findings.add("Setting 'baseUrl' of a live account must begin with https.");
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

    private static void checkNumber(VendorAccount account, String key, int least, int most, List<String> findings) {
        OptionalInt value = number(account, key, least);
        if (value.isEmpty() || value.getAsInt() < least || value.getAsInt() > most) {
            findings.add("Setting '" + key + "' must be a whole number from " + least + " to " + most + ".");
        }
    }

    private static OptionalInt number(VendorAccount account, String key, int otherwise) {
        try {
            String text = account.settings().get(key);
            return OptionalInt.of(text == null ? otherwise : Integer.parseInt(text));
        } catch (NumberFormatException notANumber) {
            return OptionalInt.empty();
        }
    }

    /** Says nothing of the token. */
    @Override
    public String toString() {
        return "TwilioSettings[" + sid + "]";
    }
}
