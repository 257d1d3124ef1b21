package io.carillon.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.channel.Mode;
import io.carillon.channel.VendorAccount;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwilioSettingsTest {
    private static final Map<String, String> GOOD = Map.of(
            "sid",
            "AC0123456789abcdef0123456789abcdef",
            "from",
            "+15005550006",
            "baseUrl",
            "http://127.0.0.1:8090/twilio");

    @Test
    void takesAGoodAccount() {
        assertThat(TwilioSettings.check(account(Mode.SANDBOX, GOOD))).isEmpty();
        assertThat(TwilioSettings.of(account(Mode.SANDBOX, GOOD)).concurrency()).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sid | XY123 | sid must
            sid | `` | sid must
            from | `` | from and
            from | a sender name that is too long | from must
            messagingServiceSid | MG1 | from and
            baseUrl | `` | needs baseUrl
            baseUrl | ftp://x | baseUrl must
            baseUrl | not a url | baseUrl must
            baseUrl | https://api.twilio.com | needs baseUrl
            concurrency | 0 | concurrency must
            concurrency | many | concurrency must
            callTimeoutMillis | 10001 | callTimeoutMillis must""")
    void saysWhatToFix(String key, String value, String expected) {
        VendorAccount wrong = account(Mode.SANDBOX, changed(key, value));

        assertThat(TwilioSettings.check(wrong)).singleElement().asString().contains(expected);
        assertThatThrownBy(() -> new TwilioAdapter().open(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void letsLiveAccountsCallOnlyOverHttps() {
        assertThat(TwilioSettings.check(account(Mode.LIVE, GOOD)))
                .singleElement()
                .asString()
                .contains("https");
        assertThat(TwilioSettings.check(account(Mode.LIVE, changed("baseUrl", ""))))
                .isEmpty();
    }

    @Test
    void saysNothingOfTheToken() {
        assertThat(TwilioSettings.of(account(Mode.SANDBOX, GOOD)).toString()).doesNotContain("secret");
    }

    private static Map<String, String> changed(String key, String value) {
        Map<String, String> settings = new HashMap<>(GOOD);
        if (value.isEmpty()) {
            settings.remove(key);
        } else {
            settings.put(key, value);
        }
        return settings;
    }

    private static VendorAccount account(Mode mode, Map<String, String> settings) {
        return SmsAccounts.of("twilio", mode, settings, Map.of("token", "secret"));
    }
}
