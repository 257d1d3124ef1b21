package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MomentTest {
    private static final double MOST = 1_000;

    @Test
    void meetsTheLaunchTheSendingAndTheTailWithTenKillsWhateverTheSeed() {
        LongStream.range(0, 100).forEach(seed -> {
            List<Moment> moments = Moment.plan(10, MOST, new Random(seed));

            assertThat(moments).hasSize(10);
            assertThat(moments.subList(0, 2)).hasOnlyElementsOfType(Moment.AfterLaunch.class);
            assertThat(moments.subList(2, 9)).hasOnlyElementsOfType(Moment.WhileSending.class);
            assertThat(moments.get(9)).isInstanceOf(Moment.InTheTail.class);
        });
    }

    @Test
    void killsOnlyWhileSendingWhereKillsAreFew() {
        assertThat(Moment.plan(2, MOST, new Random(7))).hasSize(2).hasOnlyElementsOfType(Moment.WhileSending.class);
    }

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(Moment.plan(10, MOST, new Random(2026))).isEqualTo(Moment.plan(10, MOST, new Random(2026)));
        assertThat(Moment.plan(10, MOST, new Random(2026))).isNotEqualTo(Moment.plan(10, MOST, new Random(2027)));
    }

    @Test
    void killsWhileThereIsSomethingLeftToSendInOrder() {
        assertThat(Moment.numbers(50, MOST, new Random(1)))
                .hasSize(50)
                .allMatch(number -> number >= 1 && number <= MOST);
    }
}
