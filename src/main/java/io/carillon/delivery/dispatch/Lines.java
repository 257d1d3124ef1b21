package io.carillon.delivery.dispatch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Who of this process waits for a portion of an account, in the order they came: whoever stands first asks for the next one, so that
 * a small campaign gets its share beside a large one. Used by many threads.
 */
final class Lines {
    private final Map<String, Deque<Object>> byAccount = new HashMap<>();

    /** Stands behind those who wait already, or stays in place. */
    synchronized void join(Collection<String> accounts, Object who) {
        for (String account : accounts) {
            Deque<Object> line = byAccount.computeIfAbsent(account, any -> new ArrayDeque<>());
            if (!line.contains(who)) {
                line.addLast(who);
            }
        }
    }

    synchronized void leave(Object who) {
        byAccount.values().removeIf(line -> line.remove(who) && line.isEmpty());
        notifyAll();
    }

    /** Whether somebody else waits at one of the accounts. */
    synchronized boolean hasOthers(Collection<String> accounts, Object who) {
        return accounts.stream()
                .map(byAccount::get)
                .anyMatch(line -> line != null && line.stream().anyMatch(other -> other != who));
    }

    /** Waits that long, or until nobody stands before the caller at one of the accounts; answers whether that is so. */
    synchronized boolean awaitFirst(Collection<String> accounts, Object who, Duration most)
            throws InterruptedException {
        if (!isFirst(accounts, who)) {
            wait(Math.max(1, most.toMillis()));
        }
        return isFirst(accounts, who);
    }

    private boolean isFirst(Collection<String> accounts, Object who) {
        return accounts.stream().map(byAccount::get).anyMatch(line -> line != null && line.peekFirst() == who);
    }
}
