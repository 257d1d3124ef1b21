package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FirstCallsTest {
    private static final Set<String> RING = Set.of("ring");

    @Test
    void theFirstCarriesOneMessageAndThoseAfterItWhatTheyWant() {
        FirstCalls calls = new FirstCalls(Duration.ofHours(1));

        assertThat(calls.most("ring", 500)).isEqualTo(1);
        calls.ended(RING, RING);

        assertThat(calls.most("ring", 500)).isEqualTo(500);
        assertThat(calls.most("letter", 500)).isEqualTo(1);
    }

    @Test
    void othersWaitUntilItHasComeBack() throws Exception {
        FirstCalls calls = new FirstCalls(Duration.ofHours(1));
        calls.most("ring", 500);
        CompletableFuture<Integer> other = new CompletableFuture<>();
        Thread thread = new Thread(() -> other.complete(calls.most("ring", 500)));
        thread.start();
        Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        assertThat(other).isNotDone();

        calls.ended(RING, RING);

        assertThat(other.get(30, TimeUnit.SECONDS)).isEqualTo(500);
    }

    @Test
    void nobodyWaitsForLong() {
        FirstCalls calls = new FirstCalls(Duration.ofMillis(50));
        calls.most("ring", 500);

        assertThat(calls.most("ring", 500)).isEqualTo(500);
    }

    @Test
    void whereTheClaimFoundNobodyTheNextOneIsTheFirst() {
        FirstCalls calls = new FirstCalls(Duration.ofHours(1));
        calls.most("ring", 500);
        calls.ended(RING, Set.of());

        assertThat(calls.most("ring", 500)).isEqualTo(1);
    }

    @Test
    void whoTakesNothingIsNotTheFirst() {
        FirstCalls calls = new FirstCalls(Duration.ofHours(1));
        assertThat(calls.most("ring", 0)).isZero();

        assertThat(calls.most("ring", 500)).isEqualTo(1);
    }
}
