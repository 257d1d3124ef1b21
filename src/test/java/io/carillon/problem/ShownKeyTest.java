package io.carillon.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownKeyTest {

    @ParameterizedTest
    @ValueSource(strings = {"adress", "default_locale", "wechat.subscrib", "tier2", "城市", "x-2025"})
    void whatCouldBeANameIsRepeated(String key) {
        assertThat(ShownKey.of(key)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "needle@leak.example",
                "13812345678",
                "+14155550100",
                "tel13812345678",
                "",
                "two words",
                "<b>",
                "a/b~c",
                "line\nbreak",
                "abcdefghijklmnopqrstuvwxyzabcdefghijklmno"
            })
    void anythingElseIsNot(String key) {
        assertThat(ShownKey.of(key)).isEqualTo("…");
    }
}
