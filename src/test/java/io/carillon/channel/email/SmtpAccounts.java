package io.carillon.channel.email;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Content;
import io.carillon.channel.Mode;
import io.carillon.channel.Money;
import io.carillon.channel.Outbound;
import io.carillon.channel.Purpose;
import io.carillon.channel.RateLimit;
import io.carillon.channel.VendorAccount;
import java.math.BigDecimal;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Accounts and messages for the tests of this package. */
final class SmtpAccounts {
    static final String VERP_KEY = "a-verp-key-for-tests";
    static final String HOOK_SECRET = "a-hook-secret-for-tests";
    static final String DOMAIN = "bounces.shop.example";

    private SmtpAccounts() {}

    static VendorAccount onPort(int port) {
        return with(Map.of("port", String.valueOf(port)));
    }

    static VendorAccount with(Map<String, String> more) {
        return with(more, Map.of());
    }

    static VendorAccount with(Map<String, String> moreSettings, Map<String, String> moreSecrets) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "host", "127.0.0.1", "port", "2525", "tls", "none", "from", "news@shop.example", "fromName", "钟楼商城"));
        settings.put("returnDomain", DOMAIN);
        settings.putAll(moreSettings);
        Map<String, String> secrets = new HashMap<>(Map.of("verpKey", VERP_KEY, "hookSecret", HOOK_SECRET));
        secrets.putAll(moreSecrets);
        return new VendorAccount(
                "shop-mail",
                "smtp",
                ChannelKind.EMAIL,
                Purpose.MARKETING,
                "",
                Set.of(),
                Mode.SANDBOX,
                1,
                new RateLimit(1_000, RateLimit.Unit.MESSAGES),
                new Money(new BigDecimal("0.001"), "CNY"),
                settings,
                secrets);
    }

    static Outbound mail(int delivery, String address) {
        return mail(delivery, address, "中秋好礼 Mid-autumn gift");
    }

    static Outbound mail(int delivery, String address, String subject) {
        return new Outbound(
                new AttemptKey(7, delivery, 1),
                address,
                new Content.Email(
                        "form-1",
                        subject,
                        "<p>满300减50，三天有效</p>\n<p>" + "x".repeat(200) + "</p>",
                        "满300减50，三天有效\n.\nBye",
                        "https://shop.example/u/token" + delivery),
                URI.create("http://127.0.0.1:8080/hooks/smtp/shop-mail"));
    }

    static Outbound largeMail(int delivery, int characters) {
        Outbound small = mail(delivery, "p" + delivery + "@customer.example");
        Content.Email email = (Content.Email) small.content();
        return new Outbound(
                small.key(),
                small.address(),
                new Content.Email("large", email.subject(), "y".repeat(characters), "y", email.unsubscribeUrl()),
                small.callback());
    }
}
