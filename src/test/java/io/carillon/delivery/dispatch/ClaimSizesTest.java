package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.ChannelKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClaimSizesTest {
    private static final Duration QUICK = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(6);

    @Test
    void growsWhileCallsAreQuickAndShrinksWhereTheyTakeLong() {
        ClaimSizes sizes = new ClaimSizes(500);
        assertThat(sizes.of(ChannelKind.PUSH)).isEqualTo(64);
        for (int claimed : new int[] {64, 128, 256, 500}) {
            sizes.called(ChannelKind.PUSH, claimed, QUICK);
        }
        assertThat(sizes.of(ChannelKind.PUSH)).isEqualTo(500);
        assertThat(sizes.of(ChannelKind.SMS)).as("a channel of its own").isEqualTo(64);

        sizes.called(ChannelKind.PUSH, 500, Duration.ofSeconds(2));
        assertThat(sizes.of(ChannelKind.PUSH)).isEqualTo(500);
        sizes.called(ChannelKind.PUSH, 500, LONG);
        assertThat(sizes.of(ChannelKind.PUSH)).isEqualTo(250);
        for (int i = 0; i < 5; i++) {
            sizes.called(ChannelKind.PUSH, 250, LONG);
        }
        assertThat(sizes.of(ChannelKind.PUSH)).isEqualTo(64);
    }

    @Test
    void aSmallClaimSaysNothingOfALargerOne() {
        ClaimSizes sizes = new ClaimSizes(500);
        sizes.called(ChannelKind.EMAIL, 3, QUICK);
        assertThat(sizes.of(ChannelKind.EMAIL)).isEqualTo(64);
    }

    @Test
    void staysBelowWhatTheOperatorAllows() {
        ClaimSizes sizes = new ClaimSizes(20);
        assertThat(sizes.of(ChannelKind.EMAIL)).isEqualTo(20);
        sizes.called(ChannelKind.EMAIL, 20, QUICK);
        assertThat(sizes.of(ChannelKind.EMAIL)).isEqualTo(20);
        sizes.called(ChannelKind.EMAIL, 20, LONG);
        assertThat(sizes.of(ChannelKind.EMAIL)).isEqualTo(20);
    }
}
