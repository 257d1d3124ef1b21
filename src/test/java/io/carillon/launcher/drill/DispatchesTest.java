package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.launcher.drill.Dispatches.Dispatch;
import io.carillon.launcher.drill.Dispatches.Stretch;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DispatchesTest {
    @Test
    void findsTheLongestTimeInWhichTwoProcessesAreAtIt() {
        Dispatches dispatches =
                new Dispatches(List.of(of(1, 0, 30), of(2, 25, 40), of(2, 2, 10), of(1, 28, 50), of(2, 60, 90)));

        assertThat(dispatches.longestTogether()).contains(new Stretch(at(25), at(40)));
    }

    @Test
    void takesNoBreathForAPause() {
        Dispatches dispatches = new Dispatches(List.of(of(1, 0, 10), of(1, 11, 20), of(2, 5, 18)));

        assertThat(dispatches.longestTogether()).contains(new Stretch(at(5), at(18)));
        assertThat(new Dispatches(List.of(of(1, 0, 10), of(1, 13, 20), of(2, 5, 18))).longestTogether())
                .contains(new Stretch(at(5), at(10)));
    }

    @Test
    void findsNoneWhereOneProcessDoesAll() {
        assertThat(new Dispatches(List.of(of(1, 0, 10), of(1, 2, 20), of(2, 20, 30))).longestTogether())
                .isEmpty();
    }

    private static Dispatch of(long process, int from, int to) {
        return new Dispatch(process, at(from), at(to));
    }

    private static Instant at(int second) {
        return Instant.ofEpochSecond(second);
    }
}
