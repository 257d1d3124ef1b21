package io.carillon.delivery.dispatch;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Mode;
import io.carillon.channel.Money;
import io.carillon.channel.Purpose;
import io.carillon.channel.RateLimit;
import io.carillon.channel.VendorAccount;
import io.carillon.delivery.claim.ClaimedMessage;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

/** Messages of one account, as a claim has them. */
final class Messages {
    static final VendorAccount SHOP = new VendorAccount(
            "shop",
            "test-ring",
            ChannelKind.PUSH,
            Purpose.MARKETING,
            "",
            Set.of(),
            Mode.SANDBOX,
            1,
            new RateLimit(1000, RateLimit.Unit.MESSAGES),
            new Money(BigDecimal.ONE, "CNY"),
            Map.of(),
            Map.of());
    /** What {@link #of} has them in. */
    static final String FORM = "zh";

    private Messages() {}

    static ClaimedMessage of(AttemptKey key) {
        return new ClaimedMessage(key, 1, 0, null, SHOP, "push", "", null, FORM, Map.of(), 1, 1, false, 0);
    }
}
