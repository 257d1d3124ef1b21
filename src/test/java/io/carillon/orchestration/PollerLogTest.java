package io.carillon.orchestration;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.LinesHeard;
import io.grpc.Status;
import java.time.Duration;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is left of the lines that the SDK's pollers write. */
class PollerLogTest {
    private static final Logger POLLERS = Logger.getLogger(PollerLog.CATEGORY);

    private final LinesHeard log = new LinesHeard(PollerLog.CATEGORY);
    private long nanos = 5;

    @BeforeEach
    void listen() {
        POLLERS.setFilter(new PollerLog(() -> nanos));
        log.listen();
    }

    @AfterEach
    void leave() {
        log.close();
        POLLERS.setFilter(null);
    }

    @Test
    void isTheCategoryThatTheSdkLogsIn() throws ClassNotFoundException {
        assertThat(Class.forName(PollerLog.CATEGORY, false, getClass().getClassLoader()))
                .isNotNull();
    }

    @Test
    void letsOneLineAMinuteOfEachStatusThroughWithoutItsTrace() {
        poll(1, Status.UNAVAILABLE.withDescription("io exception").asRuntimeException());
        poll(2, Status.UNAVAILABLE.asRuntimeException());
        poll(3, Status.UNAUTHENTICATED.asRuntimeException());
        nanos += Duration.ofSeconds(59).toNanos();
        poll(4, Status.UNAVAILABLE.asRuntimeException());
        nanos += Duration.ofSeconds(1).toNanos();
        poll(5, Status.UNAVAILABLE.asRuntimeException());

        assertThat(log.lines())
                .containsExactly(
                        "WARN Failure in poller thread 1: UNAVAILABLE: io exception",
                        "WARN Failure in poller thread 3: UNAUTHENTICATED",
                        "WARN Failure in poller thread 5: UNAVAILABLE (2 more of this kind in the meantime)");
    }

    @Test
    void leavesWhatIsNoAnswerOfTemporalAsItIs() {
        poll(1, new IllegalStateException("a bug"));
        poll(2, new IllegalStateException("a bug"));
        LoggerFactory.getLogger(PollerLog.CATEGORY).warn("something else");

        assertThat(log.lines())
                .containsExactly(
                        "WARN Failure in poller thread 1 + IllegalStateException: a bug",
                        "WARN Failure in poller thread 2 + IllegalStateException: a bug",
                        "WARN something else");
    }

    private static void poll(int thread, Exception failure) {
        LoggerFactory.getLogger(PollerLog.CATEGORY).warn("Failure in poller thread {}", thread, failure);
    }
}
