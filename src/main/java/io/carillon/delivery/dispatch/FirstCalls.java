package io.carillon.delivery.dispatch;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A process' first call to a vendor takes many times as long as those that follow, and what others lease of the account's rate
 * meanwhile would leave together with it. So it carries a single message, and the others wait until it has come back, or a moment.
 * Used by many threads.
 */
final class FirstCalls {
    private final long longest;
    private final Map<String, Long> begun = new HashMap<>();
    private final Set<String> known = new HashSet<>();

    FirstCalls(Duration longest) {
        this.longest = longest.toNanos();
    }

    /** How many messages a claim may take that wants so many; waits while somebody else's first call is out. */
    synchronized int most(String account, int wanted) {
        if (known.contains(account) || wanted == 0) {
            return wanted;
        }
        Long since = begun.putIfAbsent(account, System.nanoTime());
        if (since == null) {
            return 1;
        }
        long left = longest - (System.nanoTime() - since);
        while (begun.containsKey(account) && left > 0) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return 1;
            }
            left = longest - (System.nanoTime() - since);
        }
        // Not called after all, or nobody knows yet: whoever waited goes on as usual.
        return wanted;
    }

    /**
     * A claim is through.
     *
     * @param leased accounts that it might have called
     * @param called those that it did call
     */
    synchronized void ended(Collection<String> leased, Collection<String> called) {
        if (known.containsAll(leased)) {
            return;
        }
        known.addAll(called);
        begun.keySet().removeAll(leased);
        notifyAll();
    }
}
