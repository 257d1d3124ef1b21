package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.carillon.launcher.drill.LaunchesRound.Taken;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaunchesRoundTest {
    @Test
    void oneKeyIsTakenHoweverOftenItIsAnswered() {
        assertThat(LaunchesRound.wrong(List.of(taken("key-3")))).isEmpty();
        assertThat(LaunchesRound.wrong(List.of(taken("one-key"), taken("one-key"), taken("one-key"))))
                .isEmpty();
    }

    @Test
    void findsThatNobodyOrThatTwoWereFirst() {
        assertThat(LaunchesRound.wrong(List.of())).isPresent();
        assertThat(LaunchesRound.wrong(List.of(taken("key-1"), taken("key-2")))).isPresent();
        assertThat(LaunchesRound.wrong(List.of(taken("one-key"), taken("one-key"), taken("key-2"))))
                .isPresent();
    }

    @Test
    void findsThatOneKeyWasAnsweredInTwoWays() {
        assertThat(LaunchesRound.wrong(List.of(taken("one-key"), new Taken("one-key", TextNode.valueOf("running")))))
                .isPresent();
        assertThat(LaunchesRound.wrong(List.of(taken("one-key"), new Taken("one-key", TextNode.valueOf("refused")))))
                .isPresent();
    }

    private static Taken taken(String key) {
        return new Taken(key, TextNode.valueOf("scheduled"));
    }
}
