package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AbsenceTest {
    private long now = -5;
    private final Absence absence = new Absence(() -> now);

    @Test
    void excusesNothingWhereNothingIsAway() {
        assertThat(absence.excuses(now)).isFalse();
    }

    @Test
    void excusesWhatIsAskedWhileSomethingIsAwayAndShortlyAfter() {
        absence.away();
        assertThat(absence.excuses(at(Duration.ofMinutes(3)))).isTrue();

        absence.back();
        assertThat(absence.excuses(at(Duration.ofSeconds(9)))).isTrue();
        assertThat(absence.excuses(at(Duration.ofSeconds(2)))).isFalse();
    }

    @Test
    void expectsTheOthersToAnswerSoonAfterOneOfThemDied() {
        absence.failsOver(Duration.ofSeconds(3));

        assertThat(absence.excuses(at(Duration.ofSeconds(2)))).isTrue();
        assertThat(absence.excuses(at(Duration.ofSeconds(1)))).isFalse();
    }

    @Test
    void doesNotShortenALongerExcuse() {
        absence.away();
        absence.back();
        absence.failsOver(Duration.ofSeconds(1));

        assertThat(absence.excuses(at(Duration.ofSeconds(5)))).isTrue();
    }

    private long at(Duration later) {
        now += later.toNanos();
        return now;
    }
}
