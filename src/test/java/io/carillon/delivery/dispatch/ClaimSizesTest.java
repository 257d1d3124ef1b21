package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.delivery.claim.Answered;
import io.carillon.delivery.claim.ClaimedMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClaimSizesTest {
    private static final Duration QUICK = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(6);
    private static final ClaimedMessage MESSAGE =
            new ClaimedMessage(null, 1, 0, null, Messages.SHOP, "push", "", null, "form", Map.of(), 1, 1, false, 0);

    @Test
    void growsWhileAnswersComeQuicklyAndShrinksWhereTheyAreMissing() {
        ClaimSizes sizes = new ClaimSizes(16, 500);
        assertThat(sizes.of("shop")).isEqualTo(16);
        for (int claimed : new int[] {16, 20, 64, 70, 256, 300}) {
            sizes.called(answered(claimed, 0), QUICK);
        }
        assertThat(sizes.of("shop")).isEqualTo(500);
        assertThat(sizes.of("other")).as("an account of its own").isEqualTo(16);

        sizes.called(answered(500, 5), LONG);
        assertThat(sizes.of("shop")).as("a few that hang").isEqualTo(500);
        sizes.called(answered(500, 50), LONG);
        assertThat(sizes.of("shop")).isEqualTo(250);
        for (int i = 0; i < 5; i++) {
            sizes.called(answered(250, 250), LONG);
        }
        assertThat(sizes.of("shop")).isEqualTo(16);
    }

    @Test
    void aSmallOrASlowClaimSaysNothingOfALargerOne() {
        ClaimSizes sizes = new ClaimSizes(16, 500);
        sizes.called(answered(3, 0), QUICK);
        sizes.called(answered(16, 0), LONG);
        assertThat(sizes.of("shop")).isEqualTo(16);
    }

    @Test
    void staysBelowWhatTheOperatorAllows() {
        ClaimSizes sizes = new ClaimSizes(16, 10);
        assertThat(sizes.of("shop")).isEqualTo(10);
        sizes.called(answered(10, 0), QUICK);
        assertThat(sizes.of("shop")).isEqualTo(10);
        sizes.called(answered(10, 10), LONG);
        assertThat(sizes.of("shop")).isEqualTo(10);
    }

    private static List<Answered> answered(int messages, int troubles) {
        return IntStream.range(0, messages)
                .mapToObj(i -> new Answered(
                        MESSAGE,
                        i < troubles
                                ? i % 2 == 0
                                        ? new SendResult.Unknown(Reason.TIME_OUT, "")
                                        : new SendResult.NotSent(Reason.LEASE_OVER, "", null)
                                : new SendResult.Accepted("id")))
                .toList();
    }
}
