package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.delivery.claim.Answered;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClaimSizesTest {
    private static final Duration QUICK = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(6);

    @Test
    void growsWhileAnswersComeQuicklyAndShrinksWhereTheyAreMissing() {
        ClaimSizes sizes = new ClaimSizes(500);
        assertThat(sizes.of(ChannelKind.PUSH)).isEqualTo(64);
        for (int claimed : new int[] {64, 128, 256, 500}) {
            sizes.called(ChannelKind.PUSH, answered(claimed, 0), QUICK);
        }
        assertThat(sizes.of(ChannelKind.PUSH)).isEqualTo(500);
        assertThat(sizes.of(ChannelKind.SMS)).as("a channel of its own").isEqualTo(64);

        sizes.called(ChannelKind.PUSH, answered(500, 5), LONG);
        assertThat(sizes.of(ChannelKind.PUSH)).as("a few that hang").isEqualTo(500);
        sizes.called(ChannelKind.PUSH, answered(500, 50), LONG);
        assertThat(sizes.of(ChannelKind.PUSH)).isEqualTo(250);
        for (int i = 0; i < 5; i++) {
            sizes.called(ChannelKind.PUSH, answered(250, 250), LONG);
        }
        assertThat(sizes.of(ChannelKind.PUSH)).isEqualTo(64);
    }

    @Test
    void aSmallOrASlowClaimSaysNothingOfALargerOne() {
        ClaimSizes sizes = new ClaimSizes(500);
        sizes.called(ChannelKind.EMAIL, answered(3, 0), QUICK);
        sizes.called(ChannelKind.EMAIL, answered(64, 0), LONG);
        assertThat(sizes.of(ChannelKind.EMAIL)).isEqualTo(64);
    }

    @Test
    void staysBelowWhatTheOperatorAllows() {
        ClaimSizes sizes = new ClaimSizes(20);
        assertThat(sizes.of(ChannelKind.EMAIL)).isEqualTo(20);
        sizes.called(ChannelKind.EMAIL, answered(20, 0), QUICK);
        assertThat(sizes.of(ChannelKind.EMAIL)).isEqualTo(20);
        sizes.called(ChannelKind.EMAIL, answered(20, 20), LONG);
        assertThat(sizes.of(ChannelKind.EMAIL)).isEqualTo(20);
    }

    private static List<Answered> answered(int messages, int troubles) {
        return IntStream.range(0, messages)
                .mapToObj(i -> new Answered(
                        null,
                        i < troubles
                                ? i % 2 == 0
                                        ? new SendResult.Unknown(Reason.TIME_OUT, "")
                                        : new SendResult.NotSent(Reason.LEASE_OVER, "", null)
                                : new SendResult.Accepted("id")))
                .toList();
    }
}
