package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LaunchesRoundTest {
    @Test
    void oneKeyIsTakenHoweverOftenItIsAnswered() {
        assertThat(LaunchesRound.wrong(List.of("key-3"))).isEmpty();
        assertThat(LaunchesRound.wrong(List.of("one-key", "one-key", "one-key")))
                .isEmpty();
    }

    @Test
    void findsThatNobodyOrThatTwoWereFirst() {
        assertThat(LaunchesRound.wrong(List.of())).isPresent();
        assertThat(LaunchesRound.wrong(List.of("key-1", "key-2"))).isPresent();
        assertThat(LaunchesRound.wrong(List.of("one-key", "one-key", "key-2"))).isPresent();
    }
}
