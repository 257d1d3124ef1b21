package io.carillon.channel.sms;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Mode;
import io.carillon.channel.Money;
import io.carillon.channel.RateLimit;
import io.carillon.channel.VendorAccount;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

/** Accounts of which a test says only what it is about. */
final class SmsAccounts {
    private SmsAccounts() {}

    static VendorAccount of(String vendor, Mode mode, Map<String, String> settings, Map<String, String> secrets) {
        return new VendorAccount(
                "shop-" + vendor,
                vendor,
                ChannelKind.SMS,
                null,
                "",
                Set.of(),
                mode,
                1,
                new RateLimit(100, RateLimit.Unit.CALLS),
                new Money(BigDecimal.ONE, "CNY"),
                settings,
                secrets);
    }
}
