package io.carillon.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RegularWorkTest {
    private static final Duration SOON = Duration.ofMillis(1);

    private final RegularWork regular = new RegularWork();
    private final AtomicInteger done = new AtomicInteger();

    @Test
    void isDoneAgainAlsoAfterAFailureAndBesideWorkThatTakesLong() throws Exception {
        AtomicBoolean isHeld = new AtomicBoolean(true);
        regular.repeat("long", SOON, SOON, () -> await().untilFalse(isHeld));
        regular.repeat("broken", SOON, SOON, () -> {
            int times = done.incrementAndGet();
            if (times == 1) {
                throw new IllegalStateException("broken");
            } else if (times == 2) {
                throw new NoClassDefFoundError("broken");
            }
        });

        await().untilAsserted(() -> assertThat(done).hasValueGreaterThan(4));

        isHeld.set(false);
        regular.end(new ShutdownEvent());
    }

    @Test
    void endsWhatIsBeingDoneAndBeginsNothingAfterIt() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        regular.repeat("slow", SOON, SOON, () -> {
            done.incrementAndGet();
            await().pollDelay(Duration.ofMillis(100)).until(() -> true);
            isOver.set(true);
        });
        await().untilAsserted(() -> assertThat(done).hasValueGreaterThan(0));

        regular.end(new ShutdownEvent());

        assertThat(isOver).isTrue();
        int atTheEnd = done.get();
        await().during(Duration.ofMillis(100)).until(() -> done.get() == atTheEnd);
    }
}
