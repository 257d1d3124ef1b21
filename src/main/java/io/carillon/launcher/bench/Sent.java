package io.carillon.launcher.bench;

import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One campaign that was sent to its end.
 *
 * @param people in the audience
 * @param taken messages that the vendor took for certain
 * @param asked when its launch was asked for
 * @param times what the ledger says of it
 * @param cpu what every part used from the launch to the end
 * @param looks how long each progress call took while it was sent, in milliseconds
 */
record Sent(long run, long people, long taken, Instant asked, RunTimes times, Cpu cpu, List<Double> looks) {

    /** Messages a second end to end: from the launch to the last outcome. */
    double perSecond() {
        return taken / seconds();
    }

    /** Messages a second from the first claim to the last outcome: without the freeze. */
    double perSecondFromClaim() {
        return taken / Clocks.seconds(times.firstClaim(), times.lastOutcome());
    }

    /** Seconds from the launch to the last outcome. */
    double seconds() {
        return Clocks.seconds(asked, times.lastOutcome());
    }

    /** Processor seconds of all parts for a thousand messages. */
    double cpuOfThousand() {
        return 1_000 * cpu.total() / people;
    }

    /** Empty if everybody was reached, else how many were not, for a note. */
    String missing() {
        return taken == people ? "" : "; " + Line.number(people - taken) + " NOT TAKEN " + times.states();
    }

    /** One figure of several campaigns. */
    static Spread spread(List<Sent> rounds, ToDoubleFunction<Sent> figure) {
        return new Spread(rounds.stream().mapToDouble(figure).boxed().toList());
    }
}
