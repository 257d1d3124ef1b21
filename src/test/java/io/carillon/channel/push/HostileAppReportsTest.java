package io.carillon.channel.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.Bent;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.HookAnswer;
import io.carillon.channel.HookRequest;
import io.carillon.channel.Mode;
import io.carillon.channel.Money;
import io.carillon.channel.RateLimit;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorReport;
import io.carillon.vault.TinkVault;
import io.carillon.vault.Vault;
import io.carillon.vault.VaultKeys;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What anybody may post as a report of the shop's app: it moves no attempt but the one whose token it carries whole. */
class HostileAppReportsTest {
    private static final Instant NOW = Instant.parse("2027-09-13T02:00:00Z");
    private static final Vault VAULT = new TinkVault(VaultKeys.random());
    private static final String BODY = "{\"token\":\"%s\",\"event\":\"delivered\",\"at\":\"2027-09-13T01:59:58Z\"}"
            .formatted(VAULT.sign("7-12-1", AppReceipts.USE));
    private static final VendorAccount ACCOUNT = new VendorAccount(
            "shop-app",
            "fcm",
            ChannelKind.PUSH,
            null,
            "com.shop.app",
            Set.of(),
            Mode.SANDBOX,
            1,
            new RateLimit(100, RateLimit.Unit.MESSAGES),
            new Money(BigDecimal.ZERO, "CNY"),
            Map.of(),
            Map.of());

    private final AppReceipts receipts = new AppReceipts(VAULT, Clock.fixed(NOW, ZoneOffset.UTC));

    @Property(tries = 1500)
    void movesNoAttemptButTheOneOfItsToken(@ForAll("bodies") byte[] body) {
        HookAnswer answer =
                receipts.receive(new HookRequest("POST", "http://127.0.0.1/", "", Map.of(), Map.of(), body), ACCOUNT);

        assertThat(answer.status()).isIn(200, 400, 403);
        assertThat(answer.reports()).allSatisfy(report -> {
            VendorReport.Receipt receipt = (VendorReport.Receipt) report;
            assertThat(receipt.key()).isEqualTo("7-12-1");
            // A phone's clock may be wrong, but nothing was read before it was sent.
            assertThat(receipt.at()).isBetween(NOW.minus(Duration.ofDays(366)), NOW.plus(Duration.ofMinutes(5)));
        });
    }

    @Provide
    Arbitrary<byte[]> bodies() {
        byte[] genuine = BODY.getBytes(StandardCharsets.UTF_8);
        Arbitrary<byte[]> oddTimes = Arbitraries.of(
                        "0001-01-01T00:00:00Z", "-999999999-01-01T00:00:00Z", "+999999999-12-31T23:59:59Z")
                .map(time -> BODY.replace("2027-09-13T01:59:58Z", time).getBytes(StandardCharsets.UTF_8));
        byte[] deep = ("{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000)).getBytes(StandardCharsets.UTF_8);
        return Arbitraries.oneOf(
                Arbitraries.just(genuine), Bent.bodies(genuine), Bent.garbage(), oddTimes, Arbitraries.just(deep));
    }
}
