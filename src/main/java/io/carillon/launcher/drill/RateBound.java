package io.carillon.launcher.drill;

import java.util.List;
import java.util.Optional;

/**
 * What a vendor may take of an account with a rate limit, by how portions are leased: a bucket that fills at the rate and holds a second
 * of it, and what was leased shortly before a stretch of time begins and is sent in it.
 *
 * @param rate a second
 * @param dispatches how many lease side by side
 * @param portion the most that one of them leases at once
 */
record RateBound(int rate, int dispatches, int portion) {
    /** What is allowed beyond the rate, as a part of it: the stretch is as long as that needs. */
    private static final double SLACK = 0.12;

    /** How long a stretch is looked at, in seconds. */
    int seconds() {
        return (int) Math.ceil(beyond() / (SLACK * rate));
    }

    /** The most messages in a stretch of that length. */
    long allowed() {
        return (long) rate * seconds() + beyond();
    }

    private long beyond() {
        return rate + (long) dispatches * Math.min(portion, rate);
    }

    /** The most in any stretch. */
    long most(List<Long> times) {
        return Rates.most(times, seconds() * 1_000L);
    }

    /**
     * What is wrong with it.
     *
     * @param times when the vendor took messages, in milliseconds and in order
     */
    Optional<String> broken(List<Long> times) {
        if (most(times) > allowed()) {
            return Optional.of(most(times) + " messages within " + seconds() + " s at a rate of " + rate
                    + " a second; at most " + allowed() + " are allowed");
        }
        return times.size() <= allowed()
                ? Optional.of("only " + times.size() + " messages: too few to see a rate in " + seconds() + " s")
                : Optional.empty();
    }
}
