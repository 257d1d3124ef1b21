package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.launcher.drill.Waits.Claim;
import io.carillon.launcher.drill.Waits.Closed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitsTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration ASKED = Duration.ofSeconds(2);
    private static final String ACCOUNT = "twilio-marketing";

    private final Waits waits = new Waits();

    @Test
    void acceptsAnAccountThatSendsBeforeAndAfterTheWaitOnly() {
        waits.note(new Closed(ACCOUNT, START, START.plusSeconds(2).minusNanos(1_000)));

        assertThat(waits.ignored(
                        ACCOUNT,
                        ASKED,
                        List.of(
                                claim("a", -100),
                                claim("b", 2_000),
                                new Claim("shop-push", "c", START.plusMillis(500))),
                        0))
                .isEmpty();
    }

    @Test
    void findsWhatWasClaimedDuringTheWait() {
        waits.note(new Closed(ACCOUNT, START, START.plusSeconds(2)));

        assertThat(waits.ignored(ACCOUNT, ASKED, List.of(claim("a", -100), claim("b", 700)), 0))
                .singleElement()
                .asString()
                .startsWith("1 claims for twilio-marketing between");
    }

    @Test
    void allowsEachOtherDispatchTheOneClaimThatItHadLeasedBefore() {
        waits.note(new Closed(ACCOUNT, START, START.plusSeconds(2)));
        List<Claim> claims = List.of(claim("a", 5), claim("b", 7), claim("c", 9));

        assertThat(waits.ignored(ACCOUNT, ASKED, claims, 3)).isEmpty();
        assertThat(waits.ignored(ACCOUNT, ASKED, claims, 2)).hasSize(1);
    }

    @Test
    void findsTheAccountThatNeverWaits() {
        waits.note(new Closed("shop-push", START, START.plusSeconds(2)));

        assertThat(waits.ignored(ACCOUNT, ASKED, List.of(claim("a", 0)), 0))
                .containsExactly("twilio-marketing was told throttled and was never seen to wait");
    }

    @Test
    void findsAWaitThatIsShorterThanAskedFor() {
        waits.note(new Closed(ACCOUNT, START, START.plusMillis(500)));

        assertThat(waits.ignored(ACCOUNT, ASKED, List.of(), 0))
                .containsExactly("twilio-marketing waited for PT0.5S, its vendor asked for PT2S");
    }

    @Test
    void findsAnAccountThatDoesNotHearHowLong() {
        waits.note(new Closed(ACCOUNT, START, START.plusSeconds(60)));
        assertThat(waits.ignored(ACCOUNT, ASKED, List.of(), 0))
                .containsExactly("twilio-marketing never waited for less than PT1M, its vendor asked for PT2S");

        waits.note(new Closed(ACCOUNT, START.minusSeconds(9), START.minusSeconds(7)));
        assertThat(waits.ignored(ACCOUNT, ASKED, List.of(), 0)).isEmpty();
    }

    private static Claim claim(String token, long millis) {
        return new Claim(ACCOUNT, token, START.plusMillis(millis));
    }
}
