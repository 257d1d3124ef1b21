package io.carillon.launcher.bench;

import java.time.Instant;
import java.util.Map;

/**
 * One campaign that was sent to its end.
 *
 * @param people in the audience
 * @param accepted messages that vendors took
 * @param asked when its launch was asked for
 * @param times what the ledger says of it
 */
record Sent(long run, long people, long accepted, Instant asked, RunTimes times) {

    /** Messages a second from the first claim to the last outcome. */
    double perSecond() {
        return rate(times.firstClaim());
    }

    /** Messages a second from the launch to the last outcome. */
    double perSecondFromLaunch() {
        return rate(asked);
    }

    /** Seconds from the launch to the last outcome. */
    double seconds() {
        return Clocks.seconds(asked, times.lastOutcome());
    }

    private double rate(Instant from) {
        return accepted / Clocks.seconds(from, times.lastOutcome());
    }

    /** By state, for a sentence when not everybody was reached. */
    Map<String, Long> states() {
        return times.states();
    }
}
