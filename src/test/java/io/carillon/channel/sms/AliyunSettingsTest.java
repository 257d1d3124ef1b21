package io.carillon.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.Mode;
import io.carillon.channel.SettingProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AliyunSettingsTest {

    private static List<SettingProblem> problems(Mode mode, Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>(Map.of("accessKeyId", "LTAI5t"));
        Map<String, String> secrets = new HashMap<>(Map.of("accessKeySecret", "s", "hookSecret", "0123456789abcdef"));
        changes.forEach((key, value) -> (secrets.containsKey(key) ? secrets : settings).put(key, value));
        return AliyunSettings.problems(SmsAccounts.of("aliyun", mode, settings, secrets));
    }

    @Test
    void aLiveAccountNeedsOnlyItsKeysAndTheHookSecret() {
        assertThat(problems(Mode.LIVE, Map.of())).isEmpty();
    }

    @Test
    void aSandboxAccountNeverReachesTheRealVendor() {
        assertThat(problems(Mode.SANDBOX, Map.of()))
                .containsExactly(SettingProblem.setting("endpoint", "setting.sandboxServer"));
    }

    @Test
    void aLiveAccountNeverSendsInTheOpen() {
        assertThat(problems(Mode.LIVE, Map.of("protocol", "http")))
                .singleElement()
                .asString()
                .contains("https");
    }

    @ParameterizedTest
    @CsvSource({
        "accessKeyId, ''",
        "accessKeySecret, ''",
        "hookSecret, short",
        "hookSecret, has/a/slash/in/it/somewhere",
        "endpoint, http://host",
        "endpoint, host:port",
        "endpoint, host/path",
        "protocol, ftp",
        "callTimeoutMillis, 99",
        "callTimeoutMillis, 10001",
        "callTimeoutMillis, soon",
        "concurrency, 0",
        "concurrency, 65"
    })
    void saysWhatToFix(String key, String value) {
        assertThat(problems(Mode.LIVE, Map.of(key, value)))
                .singleElement()
                .asString()
                .startsWith(key + " must be ");
    }
}
