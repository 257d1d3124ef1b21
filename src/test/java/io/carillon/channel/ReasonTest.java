package io.carillon.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonTest {
    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonSaysInBothLanguagesWhatItIsAndWhatToDo(Reason reason) {
        assertThat(reason.text(Locale.ENGLISH)).isNotBlank().isNotEqualTo(reason.text(Locale.CHINESE));
        assertThat(reason.fix(Locale.ENGLISH)).isNotBlank().isNotEqualTo(reason.fix(Locale.CHINESE));
        assertThat(reason.text(Locale.CHINESE)).containsPattern("\\p{IsHan}");
        assertThat(reason.fix(Locale.CHINESE)).containsPattern("\\p{IsHan}");
    }
}
