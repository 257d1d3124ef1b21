package io.carillon.orchestration;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a run's rows showed.
 *
 * @param state of the run
 * @param startsAt while the run waits for its start, else null
 * @param audience people frozen
 * @param toStart batches to be started now
 * @param batches all of them
 * @param sending in their first sending wave
 * @param waiting past it, with rows still open
 * @param done nothing left to do
 * @param isClosed whether the run is closed for good
 * @param channels on which people wait or are sent to
 * @param reasons why people wait or channels are stopped
 * @param link where REST tells more; lists and link are null in what an older release wrote
 */
public record RunLook(
        String state,
        @Nullable Instant startsAt,
        long audience,
        List<Integer> toStart,
        long batches,
        long sending,
        long waiting,
        long done,
        boolean isClosed,
        @Nullable List<String> channels,
        @Nullable List<String> reasons,
        @Nullable String link) {

    /** Whether every batch is done. */
    boolean hasNothingLeft() {
        return done == batches;
    }

    static RunLook unseen() {
        return new RunLook("launched", null, 0, List.of(), 0, 0, 0, 0, false, null, null, null);
    }
}
