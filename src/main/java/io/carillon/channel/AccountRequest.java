package io.carillon.channel;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A vendor account as people write it, in REST and in the accounts file. {@link AccountRules} says what is wrong with one.
 *
 * @param settings the adapter's own settings
 * @param secrets by the adapter's own names: the NAMES of environment variables, never values
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(example = """
                {"vendor": "twilio", "kind": "sms", "mode": "sandbox", "purpose": "marketing", "rank": 90, "countries": ["US", "GB"],
                 "rate": {"limit": 200, "unit": "messages"}, "price": {"amount": 0.045, "currency": "CNY"},
                 "settings": {"sid": "AC00000000000000000000000000000000", "from": "+15005550006", "baseUrl": "http://127.0.0.1:8090/twilio"},
                 "secrets": {"token": "SANDBOX_TWILIO_TOKEN"}}""")
public record AccountRequest(
        @Nullable String vendor,
        @Nullable String kind,
        @Nullable String mode,
        @Nullable String purpose,
        @Nullable String scope,
        @Nullable List<String> countries,
        @Nullable Integer rank,
        @Nullable Rate rate,
        @Nullable Price price,
        @Nullable Map<String, String> settings,
        @Nullable Map<String, String> secrets) {

    /** How many units a second the vendor allows; the unit is messages, parts or calls. */
    public record Rate(@Nullable Double limit, @Nullable String unit) {}

    /** What one part or message costs. */
    public record Price(
            @Nullable BigDecimal amount, @Nullable String currency) {}
}
