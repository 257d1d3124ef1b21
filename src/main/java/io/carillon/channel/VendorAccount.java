package io.carillon.channel;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One set of credentials at a vendor, with what the vendor asks for it. Immutable; secrets are resolved already.
 *
 * @param name our name for it, used in definitions and hook paths
 * @param vendor the adapter's name, such as {@code twilio}
 * @param purpose what it may be used for; null for both
 * @param scope WeChat appid or push app; empty for sms and email
 * @param countries ISO 3166 regions an SMS account may send to; empty for all
 * @param rank the lowest that is up wins
 * @param price what one part or message costs
 * @param settings the adapter's own settings, such as {@code baseUrl}; each adapter's page lists them
 * @param secrets by the adapter's own names, with their values
 */
public record VendorAccount(
        String name,
        String vendor,
        ChannelKind kind,
        @Nullable Purpose purpose,
        String scope,
        Set<String> countries,
        Mode mode,
        int rank,
        RateLimit rateLimit,
        Money price,
        Map<String, String> settings,
        Map<String, String> secrets) {

    /** Whether it may be used for this. */
    public boolean serves(Purpose wanted) {
        return purpose == null || purpose == wanted;
    }

    /**
     * Whether it can reach an address.
     *
     * @param addressScope the address's WeChat appid or push app, empty for sms and email
     * @param region the ISO 3166 region of a phone, if known
     */
    public boolean reaches(String addressScope, @Nullable String region) {
        return scope.equals(addressScope) && (countries.isEmpty() || (region != null && countries.contains(region)));
    }

    /** A setting that must be there. */
    public String setting(String key) {
        return required(settings, key, "setting");
    }

    /** A setting, or that default. */
    public String setting(String key, String otherwise) {
        return settings.getOrDefault(key, otherwise);
    }

    /** A setting that is a whole number, or that default. {@link SettingChecks#whole} says beforehand whether it is one. */
    public int number(String key, int otherwise) {
        String text = setting(key, "");
        return text.isEmpty() ? otherwise : Integer.parseInt(text);
    }

    /** A secret, or that default. */
    public String secret(String key, String otherwise) {
        return secrets.getOrDefault(key, otherwise);
    }

    /** A secret that must be there. */
    public String secret(String key) {
        return required(secrets, key, "secret");
    }

    private String required(Map<String, String> values, String key, String what) {
        String value = values.get(key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(
                    "Account " + name + " (" + vendor + ") needs the " + what + " '" + key + "'");
        }
        return value;
    }

    /** Without settings and secrets, so that it may be logged. */
    @Override
    public String toString() {
        return "VendorAccount[" + name + ", " + vendor + ", " + mode + "]";
    }
}
