package io.carillon.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.channel.SettingProblem;
import io.carillon.channel.VendorAccount;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpSettingsCheckTest {
    private final SmtpAdapter adapter = new SmtpAdapter();

    @Test
    void findsNothingWrongWithACompleteAccount() {
        assertThat(adapter.check(SmtpAccounts.onPort(2525))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "host, ''",
        "host, mail server",
        "port, 0",
        "port, 70000",
        "port, smtp",
        "tls, ssl",
        "from, ''",
        "from, Shop <news@shop.example>",
        "returnDomain, bounces_shop",
        "concurrency, 0",
        "concurrency, 65",
        "callTimeoutMillis, 10001",
        "callTimeoutMillis, 99",
        "mailsPerConnection, 0",
    })
    void namesTheSettingThatIsWrong(String key, String value) {
        assertThat(adapter.check(SmtpAccounts.with(Map.of(key, value))))
                .singleElement()
                .satisfies(problem -> assertThat(problem.place()).isEqualTo("/settings/" + key))
                .asString()
                .startsWith(key + " must be");
    }

    @ParameterizedTest
    @CsvSource({"fromName", "from", "returnDomain", "host"})
    void refusesALineBreakThatWouldBeginAnotherHeader(String key) {
        VendorAccount account = SmtpAccounts.with(Map.of(key, "shop.example\r\nBcc: all@customer.example"));
        assertThat(adapter.check(account)).hasSize(1);
        assertThatThrownBy(() -> adapter.open(account))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shop-mail", key + " must be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u202e", "\u2066", "\u0085", "\u2028", "\u0000"})
    void refusesASignThatNobodySeesInTheSendersName(String sign) {
        assertThat(adapter.check(SmtpAccounts.with(Map.of("fromName", "钟" + sign + "楼"))))
                .singleElement()
                .asString()
                .startsWith("fromName must be");
        assertThat(adapter.check(SmtpAccounts.with(Map.of("fromName", "钟楼 👩\u200d💻"))))
                .isEmpty();
    }

    @Test
    void wantsSecretsThatCannotBeGuessed() {
        assertThat(adapter.check(SmtpAccounts.with(Map.of(), Map.of("verpKey", "short", "hookSecret", "a/b"))))
                .extracting(SettingProblem::place)
                .containsExactly("/secrets/verpKey", "/secrets/hookSecret");
    }

    @Test
    void wantsAPasswordWithAUserAndNoneInTheClear() {
        assertThat(adapter.check(SmtpAccounts.with(Map.of("username", "shop"))))
                .singleElement()
                .asString()
                .contains("password is missing");
        Map<String, String> remote = Map.of("username", "shop", "host", "relay.example");
        assertThat(adapter.check(SmtpAccounts.with(remote, Map.of("password", "x"))))
                .extracting(SettingProblem::place)
                .containsExactly("/settings/tls");
    }

    @Test
    void defaultsToStartTlsOnItsPort() {
        SmtpSettings settings = SmtpSettings.of(SmtpAccounts.with(Map.of("tls", "starttls", "port", "")));
        assertThat(settings.port()).isEqualTo(587);
        assertThat(settings.concurrency()).isEqualTo(16);
        assertThat(settings.callTimeout()).hasSeconds(10);
    }
}
