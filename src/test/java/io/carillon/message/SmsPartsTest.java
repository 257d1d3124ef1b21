package io.carillon.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.message.SmsParts.Encoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmsPartsTest {
    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    @ParameterizedTest
    @CsvSource({
        "a,   1, 1, GSM_7, 1",
        "a, 160, 1, GSM_7, 160",
        "a, 161, 2, GSM_7, 161",
        "a, 306, 2, GSM_7, 306",
        "a, 307, 3, GSM_7, 307",
        "€,  80, 1, GSM_7, 160",
        "€,  81, 2, GSM_7, 162",
        "€, 152, 2, GSM_7, 304",
        "€, 153, 3, GSM_7, 306",
        "好,  70, 1, UCS_2, 70",
        "好,  71, 2, UCS_2, 71",
        "好, 134, 2, UCS_2, 134",
        "好, 135, 3, UCS_2, 135",
        "ç,  71, 2, UCS_2, 71",
        "`,  71, 2, UCS_2, 71",
        "🎑,  35, 1, UCS_2, 70",
        "🎑,  36, 2, UCS_2, 72",
        "🎑,  66, 2, UCS_2, 132",
        "🎑,  67, 3, UCS_2, 134"
    })
    void countsByTheTable(String character, int times, int parts, Encoding encoding, int characters) {
        assertThat(SmsParts.count(character.repeat(times), null)).isEqualTo(new SmsParts(parts, encoding, characters));
    }

    @Test
    void knowsTheWholeAlphabet() {
        assertThat(BASIC).hasSize(127);
        assertThat(SmsParts.count(BASIC, null)).isEqualTo(new SmsParts(1, Encoding.GSM_7, 127));
        assertThat(SmsParts.count("\f^{}\\[~]|€", null)).isEqualTo(new SmsParts(1, Encoding.GSM_7, 20));
    }

    @Test
    void oneCharacterOutsideOfTheAlphabetTurnsTheWholeText() {
        assertThat(SmsParts.count("a".repeat(160), null).parts()).isEqualTo(1);
        assertThat(SmsParts.count("a".repeat(159) + "ç", null)).isEqualTo(new SmsParts(3, Encoding.UCS_2, 160));
    }

    @Test
    void countsTheSignature() {
        assertThat(SmsParts.count("a", "钟楼商城")).isEqualTo(new SmsParts(1, Encoding.UCS_2, 7));
        assertThat(SmsParts.count("好".repeat(64), "钟楼商城").parts()).isEqualTo(1);
        assertThat(SmsParts.count("好".repeat(65), "钟楼商城").parts()).isEqualTo(2);
    }
}
