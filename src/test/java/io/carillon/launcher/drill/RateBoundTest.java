package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateBoundTest {
    private static final int MINUTE = 60;

    @ParameterizedTest
    @CsvSource({"20, 1", "150, 1", "150, 4"})
    void holdsWhereABucketOfASecondIsLeasedInPortions(int rate, int dispatches) {
        RateBound bound = new RateBound(rate, dispatches, 100);

        assertThat(bound.broken(leased(rate, dispatches, MINUTE))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"20, 1", "150, 1", "150, 4"})
    void breaksWhereTheRateIsOverrunByASeventh(int rate, int dispatches) {
        RateBound bound = new RateBound(rate, dispatches, 100);

        assertThat(bound.broken(even(rate * 1.15, MINUTE)))
                .hasValueSatisfying(said -> assertThat(said).contains("at a rate of " + rate));
    }

    @Test
    void breaksWhereEachOfTwoProcessesKeepsTheRateByItself() {
        List<Long> both = new ArrayList<>(even(20, MINUTE));
        both.addAll(even(20, MINUTE));
        both.sort(null);

        assertThat(new RateBound(20, 1, 100).broken(both)).isPresent();
    }

    @Test
    void saysWhenThereIsTooLittleToSeeARate() {
        assertThat(new RateBound(20, 1, 100).broken(even(20, 10)))
                .hasValueSatisfying(said -> assertThat(said).contains("too few"));
    }

    /** A full bucket and portions of all dispatches that leave at the worst moment, then what flows, each second's at once. */
    private static List<Long> leased(int rate, int dispatches, int seconds) {
        List<Long> times = new ArrayList<>();
        for (int second = 0; second < seconds; second++) {
            int now = second == 1 ? rate * 2 + dispatches * Math.min(100, rate) : rate;
            for (int i = 0; i < now; i++) {
                times.add(second * 1_000L);
            }
        }
        return times;
    }

    private static List<Long> even(double rate, int seconds) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < rate * seconds; i++) {
            times.add((long) (i * 1_000 / rate));
        }
        return times;
    }
}
