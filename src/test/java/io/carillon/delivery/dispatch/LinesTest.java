package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LinesTest {
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final List<String> MAIL = List.of("shop-mail");

    private final Lines lines = new Lines();

    @Test
    void whoCameFirstIsFirstUntilTheyLeave() throws Exception {
        lines.join(MAIL, "a", 1);
        lines.join(MAIL, "b", 1);
        lines.join(MAIL, "a", 1);

        assertThat(lines.awaitFirst(MAIL, "a", MOMENT)).isTrue();
        assertThat(lines.awaitFirst(MAIL, "b", MOMENT)).isFalse();
        assertThat(lines.hasOthers(MAIL, "a")).isTrue();

        lines.leave("a");
        lines.join(MAIL, "a", 1);
        assertThat(lines.awaitFirst(MAIL, "a", MOMENT)).isFalse();
        assertThat(lines.awaitFirst(MAIL, "b", MOMENT)).isTrue();

        lines.leave("b");
        lines.leave("a");
        assertThat(lines.hasOthers(MAIL, "c")).isFalse();
    }

    @Test
    void whoWaitsIsWokenWhenItIsTheirTurn() throws Exception {
        lines.join(MAIL, "a", 1);
        lines.join(MAIL, "b", 1);
        CompletableFuture<Boolean> turn = CompletableFuture.supplyAsync(() -> {
            try {
                return lines.awaitFirst(MAIL, "b", Duration.ofMinutes(1));
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        });

        lines.leave("a");

        assertThat(turn.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void oneWhoWaitsAtTwoAccountsGoesWhenFirstAtEither() throws Exception {
        lines.join(List.of("twilio"), "a", 1);
        lines.join(List.of("aliyun", "twilio"), "b", 1);

        assertThat(lines.awaitFirst(List.of("aliyun", "twilio"), "b", MOMENT)).isTrue();
        assertThat(lines.hasOthers(List.of("aliyun"), "b")).isFalse();
    }

    @Test
    void whoWaitsSomewhereElseNowStandsInNobodysWay() throws Exception {
        lines.join(List.of("twilio"), "a", 1);
        lines.join(List.of("twilio"), "b", 2);

        lines.join(List.of("aliyun"), "a", 1);

        assertThat(lines.awaitFirst(List.of("twilio"), "b", MOMENT)).isTrue();
        assertThat(lines.isOthersTurn("aliyun", "b")).isTrue();
    }

    @Test
    void theNextPortionIsForTheRunThatHadItsLastOneLongestAgo() throws Exception {
        lines.join(MAIL, "large 1", 1);
        lines.join(MAIL, "large 2", 1);
        lines.join(MAIL, "large 3", 1);
        lines.join(MAIL, "small", 2);
        assertThat(lines.awaitFirst(MAIL, "large 1", MOMENT)).isTrue();

        lines.served(MAIL, 1);
        lines.leave("large 1");
        lines.join(MAIL, "large 1", 1);
        assertThat(lines.awaitFirst(MAIL, "small", MOMENT)).isTrue();
        assertThat(lines.awaitFirst(MAIL, "large 2", MOMENT)).isFalse();
        assertThat(lines.isOthersTurn("shop-mail", "small")).isFalse();
        assertThat(lines.isOthersTurn("shop-mail", "large 2")).isTrue();
        assertThat(lines.isOthersTurn("shop-mail", "who just came")).isTrue();
        assertThat(lines.isOthersTurn("where nobody waits", "who just came")).isFalse();

        lines.served(MAIL, 2);
        lines.leave("small");
        lines.join(MAIL, "small", 2);
        assertThat(lines.awaitFirst(MAIL, "large 2", MOMENT)).isTrue();
        assertThat(lines.awaitFirst(MAIL, "small", MOMENT)).isFalse();
    }
}
