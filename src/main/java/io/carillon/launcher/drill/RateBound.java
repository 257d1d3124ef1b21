package io.carillon.launcher.drill;

import java.util.List;
import java.util.Optional;

/**
 * What a vendor may take of an account with a rate limit, by how portions are leased: in any stretch of time, however long, what flows
 * in it at the rate, a bucket that was full when it began, and what dispatches had leased and not yet sent then. What a portion was not
 * used for goes back unsent, and what is sent without one is held against the one that was forfeited for it. A process that dies or
 * starts adds nothing: its portions are lost, and the bucket is the account's.
 *
 * @param rate a second
 * @param inHands the most that all dispatches together have leased and not yet sent
 */
record RateBound(int rate, long inHands) {
    private static final double MILLIS = 1_000;

    /** Of a run's dispatches, one for each batch; none leases more than a micro-batch, a bucket, or all that its batch has. */
    static long inHands(Ledger ledger, long run, int rate) {
        return ledger.batchPeople(run).stream()
                .mapToLong(people -> Math.min(people, Math.min(CampaignRound.MICRO_BATCH, rate)))
                .sum();
    }

    /** The most that a stretch may have beyond what the rate gives in it. */
    long allowed() {
        return rate + inHands;
    }

    /**
     * The most that any stretch has beyond what the rate gives in it.
     *
     * @param times when the vendor took messages, in milliseconds and in order
     */
    long beyond(List<Long> times) {
        double most = 0;
        double start = 0;
        for (int i = 0; i < times.size(); i++) {
            double flown = (times.get(i) - times.get(0)) * rate / MILLIS;
            start = Math.max(start, flown - i);
            most = Math.max(most, i + 1 - flown + start);
        }
        return (long) most;
    }

    /** What is wrong with it. */
    Optional<String> broken(List<Long> times) {
        long beyond = beyond(times);
        return beyond <= allowed()
                ? Optional.empty()
                : Optional.of("at a rate of " + rate + " a second a vendor took " + beyond
                        + " messages more in some time than the rate gives in it; at most " + allowed()
                        + " are allowed");
    }
}
