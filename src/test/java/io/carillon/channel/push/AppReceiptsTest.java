package io.carillon.channel.push;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppReceiptsTest {
    private static final Instant NOW = Instant.parse("2027-09-13T02:00:00Z");
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

    private final Vault vault = new TinkVault(VaultKeys.random());
    private final AppReceipts receipts = new AppReceipts(vault, Clock.fixed(NOW, ZoneOffset.UTC));
    private final String token = vault.sign("7-12-1", AppReceipts.USE);

    private HookAnswer receive(String body) {
        return receipts.receive(
                new HookRequest(
                        "POST", "http://127.0.0.1/", "", Map.of(), Map.of(), body.getBytes(StandardCharsets.UTF_8)),
                ACCOUNT);
    }

    @ParameterizedTest
    @CsvSource({"delivered, DELIVERED", "opened, READ"})
    void readsWhatTheAppSaw(String event, VendorReport.Outcome outcome) {
        HookAnswer answer =
                receive("{\"token\":\"%s\",\"event\":\"%s\",\"at\":\"2027-09-13T01:59:58Z\"}".formatted(token, event));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.reports())
                .containsExactly(new VendorReport.Receipt(
                        "7-12-1:" + event,
                        "7-12-1",
                        null,
                        outcome,
                        null,
                        event,
                        null,
                        null,
                        Instant.parse("2027-09-13T01:59:58Z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"at\":null", ",\"at\":\"2031-01-01T00:00:00Z\""})
    void takesItsOwnTimeWhereThePhonesIsMissingOrAhead(String at) {
        assertThat(receive("{\"token\":\"%s\",\"event\":\"delivered\"%s}".formatted(token, at))
                        .reports())
                .singleElement()
                .isInstanceOfSatisfying(
                        VendorReport.Receipt.class,
                        receipt -> assertThat(receipt.at()).isEqualTo(NOW));
    }

    @Test
    void turnsTokensAwayThatWereSignedForSomethingElse() {
        String other = vault.sign("7-12-1", "unsubscribe");

        assertThat(receive("{\"token\":\"%s\",\"event\":\"delivered\"}".formatted(other))
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "7-12-1", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "\\u0000"})
    void turnsForgedTokensAway(String forged) {
        HookAnswer answer = receive("{\"token\":\"%s\",\"event\":\"delivered\"}".formatted(forged));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.reports()).isEmpty();
    }

    @Test
    void turnsATokenAwayThatNamesNoAttempt() {
        String odd = vault.sign("campaign 7", AppReceipts.USE);

        assertThat(receive("{\"token\":\"%s\",\"event\":\"delivered\"}".formatted(odd))
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "7", "{}", "{\"token\":7}", "{\"event\":\"delivered\"}"})
    void saysWhatTheBodyMustBe(String body) {
        HookAnswer answer = receive(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("must be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"event\":\"lost\"", "\"event\":7", "\"event\":\"delivered\",\"at\":\"yesterday\""})
    void saysWhichFieldCannotBeRead(String fields) {
        HookAnswer answer = receive("{\"token\":\"%s\",%s}".formatted(token, fields));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).startsWith("Field '");
    }
}
