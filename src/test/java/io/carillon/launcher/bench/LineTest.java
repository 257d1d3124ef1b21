package io.carillon.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineTest {

    @Test
    void tellsTheMiddleOneAndHowFarTheOthersAre() {
        Spread three = Spread.of(4_812.4, 4_990, 4_700);
        Spread four = Spread.of(1, 2, 4, 100);

        assertThat(three.median()).isEqualTo(4_812.4);
        assertThat(three.min()).isEqualTo(4_700);
        assertThat(three.max()).isEqualTo(4_990);
        assertThat(four.median()).isEqualTo(3);
        assertThatThrownBy(() -> new Spread(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void putsTheAimBesideTheFigure() {
        String met = new Line("email", Spread.of(5_100, 5_001, 5_400), "/s", Aim.atLeast(5_000), "note").text();
        String missed = new Line("freeze", Spread.of(15.04), "s", Aim.atMost(15), "").text();
        String without = new Line("from launch", Spread.of(7), "/s", Aim.NONE, "").text();

        assertThat(met).contains("5,100 /s", "5,001 – 5,400", "≥ 5,000 ✔", "note");
        assertThat(missed).contains("15 s", "one run").endsWith("≤ 15 ✘");
        assertThat(without).doesNotContain("✔", "✘");
    }

    @Test
    void columnsStandBelowTheHead() {
        String line = new Line("email", Spread.of(7, 8), "/s", Aim.atLeast(3), "").text();

        assertThat(line.indexOf("7 –")).isEqualTo(Line.head().indexOf("min"));
        assertThat(line.indexOf('≥')).isEqualTo(Line.head().indexOf("aim"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.00834, 0.00834", "0.6, 0.6", "10.5, 10.5", "99.96, 100", "384, 384", "1234567.8, '1,234,568'"
    })
    void showsAsManyDigitsAsSaySomething(double value, String shown) {
        assertThat(Line.number(value)).isEqualTo(shown);
    }
}
