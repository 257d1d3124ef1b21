package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.launcher.drill.Dispatches.Stretch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over streams as two processes make them: portions leased of a bucket, sent at once or a moment later, kills, and slow times between. */
class RateBoundTest {
    private static final int PORTION = 100;

    @ParameterizedTest
    @CsvSource({"20, 1", "32, 2", "150, 1", "150, 4", "66, 4"})
    void holdsOneLimitOverBothWithKillsAndSlowTimes(int rate, int dispatches) {
        Leases leases = new Leases(rate, dispatches, 1);
        for (int kill = 0; kill < 5; kill++) {
            leases.send(10);
            leases.rest(3);
            leases.slow(12);
        }

        assertThat(bound(rate, dispatches).broken(leases.times)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"20, 2", "32, 2", "150, 2", "150, 4", "66, 4"})
    void breaksALimitOfEachAlsoWhereTheyAreTogetherForSecondsBetweenKills(int rate, int dispatches) {
        Leases leases = new Leases(rate, dispatches, 2);
        for (int kill = 0; kill < 5; kill++) {
            leases.send(3 + 2 * dispatches * Math.min(PORTION, rate) / rate);
            leases.slow(12);
        }

        assertThat(bound(rate, dispatches).broken(leases.times))
                .hasValueSatisfying(said -> assertThat(said).contains("at a rate of " + rate));
    }

    @Test
    void tellsTheSmallestBurstBeyondABucketAndWhatIsInHands() {
        RateBound bound = bound(150, 4);
        List<Long> burst = new ArrayList<>(even(150, 20));
        for (int i = 0; i < 150 + 4 * PORTION; i++) {
            burst.add(20_000L);
        }
        assertThat(bound.broken(burst)).isEmpty();

        for (int i = 0; i < 2; i++) {
            burst.add(20_000L);
        }
        assertThat(bound.broken(burst)).isPresent();
        // Half a bucket more after a kill, and nothing else, where one dispatch has the batch.
        List<Long> after = new ArrayList<>(even(150, 10));
        for (int i = 0; i < 150 + PORTION + 75; i++) {
            after.add(10_000L);
        }
        assertThat(bound(150, 1).broken(after)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 150})
    void breaksWhereTheRateIsOverrunByASeventhForLong(int rate) {
        assertThat(bound(rate, 1).broken(even(rate * 1.15, 60))).isPresent();
        assertThat(bound(rate, 1).broken(even(rate, 60))).isEmpty();
    }

    @Test
    void nothingSentBreaksNothing() {
        assertThat(bound(20, 1).broken(List.of())).isEmpty();
    }

    @Test
    void tellsOnlyInATimeInWhichALimitOfEachWouldBeBrokenAndTheLimitIsReached() {
        RateBound bound = bound(20, 2);

        assertThat(SharedRate.isTelling(bound, even(20, 10), seconds(0, 9))).isTrue();
        assertThat(SharedRate.isTelling(bound, even(20, 10), seconds(0, 4)))
                .as("too short")
                .isFalse();
        assertThat(SharedRate.isTelling(bound, even(10, 20), seconds(0, 9)))
                .as("half the rate: two limits of 20 would not be seen")
                .isFalse();
        Leases each = new Leases(20, 2, 2);
        each.send(9);
        assertThat(SharedRate.isTelling(bound, each.times, seconds(0, 9))).isTrue();
        assertThat(bound.broken(each.times)).isPresent();
    }

    private static RateBound bound(int rate, int dispatches) {
        return new RateBound(rate, (long) dispatches * Math.min(PORTION, rate));
    }

    private static Stretch seconds(int from, int to) {
        return new Stretch(Instant.ofEpochSecond(from), Instant.ofEpochSecond(to));
    }

    private static List<Long> even(double rate, int seconds) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < rate * seconds; i++) {
            times.add((long) (i * 1_000 / rate));
        }
        return times;
    }

    /** Dispatches that lease of buckets that hold a second, half a second's worth at least. */
    private static final class Leases {
        private static final int STEP = 50;

        private final int rate;
        private final int dispatches;
        private final double[] buckets;
        private final List<Long> times = new ArrayList<>();
        private long now;

        /**
         * @param limits how many buckets the dispatches use in turn: one over all of them, or one for each process
         */
        Leases(int rate, int dispatches, int limits) {
            this.rate = rate;
            this.dispatches = dispatches;
            this.buckets = new double[limits];
            java.util.Arrays.fill(buckets, rate);
        }

        void send(int seconds) {
            run(seconds, rate);
        }

        /** An operator's lower rate. */
        void slow(int seconds) {
            run(seconds, Math.max(1, rate / 10));
        }

        /** Nobody sends: what was leased goes out with what comes after it. */
        void rest(int seconds) {
            for (int bucket = 0; bucket < buckets.length; bucket++) {
                buckets[bucket] = rate;
            }
            now += seconds * 1_000L;
            for (int i = 0; i < dispatches * Math.min(PORTION, rate); i++) {
                times.add(now);
            }
        }

        private void run(int seconds, int limit) {
            for (long end = now + seconds * 1_000L; now < end; now += STEP) {
                for (int i = 0; i < buckets.length; i++) {
                    buckets[i] = Math.min(Math.max(limit, 1), buckets[i] + limit * STEP / 1_000.0);
                }
                for (int dispatch = 0; dispatch < dispatches; dispatch++) {
                    lease(dispatch % buckets.length, limit);
                }
            }
        }

        private void lease(int bucket, int limit) {
            int most = Math.min(PORTION, limit);
            if (buckets[bucket] >= Math.max(1, Math.min(most, limit / 2))) {
                int units = Math.min(most, (int) buckets[bucket]);
                buckets[bucket] -= units;
                for (int i = 0; i < units; i++) {
                    times.add(now);
                }
            }
        }
    }
}
