package io.carillon.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u3000", "\u200b", "\u00a0\u200d\ufeff ", "\n\t", "\u2060"})
    void whatNobodySeesIsNoValue(String text) {
        assertThat(CleanText.of(text)).isNull();
    }

    @Test
    void joinersWithinATextStay() {
        assertThat(CleanText.of("👩\u200d👧")).isEqualTo("👩\u200d👧");
        assertThat(CleanText.of(" 王\u200b芳 ")).isEqualTo("王\u200b芳");
    }
}
