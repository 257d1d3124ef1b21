package io.carillon.launcher.drill;

import java.util.List;

/** How dense moments lie. */
final class Rates {
    private Rates() {}

    /**
     * The most moments in any stretch of that length.
     *
     * @param times in milliseconds, in order
     */
    static long most(List<Long> times, long millis) {
        long most = 0;
        int first = 0;
        for (int last = 0; last < times.size(); last++) {
            while (times.get(last) - times.get(first) >= millis) {
                first++;
            }
            most = Math.max(most, last - first + 1L);
        }
        return most;
    }
}
