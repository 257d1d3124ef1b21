package io.carillon.orchestration;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.delivery.dispatch.DispatchReport;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who is told that people go on: the batch of a dispatch that failed some of them a while ago and is not through. */
class LongDispatchesTest {

    @Test
    void tellsOfADispatchThatFailedPeopleAndIsStillAtWorkOnceForTheSamePeople() {
        LongDispatches dispatches = new LongDispatches(Duration.ZERO);
        try (LongDispatches.Turn turn = dispatches.begin(7, 3)) {
            turn.sent(report(10, 0));
            assertThat(dispatches.takeWhoGoOn()).isEmpty();

            turn.sent(report(19, 1));
            assertThat(dispatches.takeWhoGoOn()).containsExactly("7/3");
            turn.sent(report(29, 1));
            assertThat(dispatches.takeWhoGoOn()).isEmpty();

            turn.sent(report(38, 2));
            assertThat(dispatches.takeWhoGoOn()).containsExactly("7/3");
        }
    }

    @Test
    void saysNothingOfADispatchThatEndedMeanwhile() {
        LongDispatches dispatches = new LongDispatches(Duration.ZERO);
        try (LongDispatches.Turn turn = dispatches.begin(7, 3)) {
            turn.sent(report(19, 1));
        }

        assertThat(dispatches.takeWhoGoOn()).isEmpty();
    }

    @Test
    void leavesADispatchSomeTimeToEndByItself() {
        LongDispatches dispatches = new LongDispatches(Duration.ofHours(1));
        try (LongDispatches.Turn turn = dispatches.begin(7, 3)) {
            turn.sent(report(19, 1));

            assertThat(dispatches.takeWhoGoOn()).isEmpty();
        }
    }

    private static DispatchReport report(long accepted, long refused) {
        return new DispatchReport(accepted, refused, 0, 0, 0, null, null);
    }
}
