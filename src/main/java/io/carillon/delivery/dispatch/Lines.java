package io.carillon.delivery.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who of this process waits for a portion of an account. The next portion is for the run that had its last one longest ago, and in
 * it for who came first, so that a small campaign gets its share beside a large one. Used by many threads.
 */
final class Lines {
    private final Map<String, Line> byAccount = new HashMap<>();
    private long turns;

    private record Waiter(Object who, long run) {}

    private static final class Line {
        private final List<Waiter> waiting = new ArrayList<>();
        /** When a run last had a turn. */
        private final Map<Long, Long> turns = new HashMap<>();

        boolean isFirst(Object who) {
            return waiting.stream()
                    // the first of those that are equal, which came first
                    .min(Comparator.comparingLong(waiter -> turns.getOrDefault(waiter.run(), 0L)))
                    .filter(first -> first.who() == who)
                    .isPresent();
        }

        boolean has(Object who) {
            return waiting.stream().anyMatch(waiter -> waiter.who() == who);
        }
    }

    /** Stands at these accounts and at no others, behind those who wait already, or stays in place. */
    synchronized void join(Collection<String> accounts, Object who, long run) {
        leaveAll(who, accounts);
        for (String account : accounts) {
            Line line = byAccount.computeIfAbsent(account, any -> new Line());
            if (!line.has(who)) {
                line.waiting.add(new Waiter(who, run));
            }
        }
    }

    /** The run had a portion of these accounts. */
    synchronized void served(Collection<String> accounts, long run) {
        turns++;
        for (String account : accounts) {
            Line line = byAccount.get(account);
            if (line != null) {
                line.turns.put(run, turns);
            }
        }
    }

    synchronized void leave(Object who) {
        leaveAll(who, List.of());
    }

    private void leaveAll(Object who, Collection<String> but) {
        byAccount
                .entrySet()
                .removeIf(line -> !but.contains(line.getKey())
                        && line.getValue().waiting.removeIf(waiter -> waiter.who() == who)
                        && line.getValue().waiting.isEmpty());
        notifyAll();
    }

    /** Whether the account's next portion is for somebody else. */
    synchronized boolean isOthersTurn(String account, Object who) {
        Line line = byAccount.get(account);
        return line != null && !line.isFirst(who);
    }

    /** Whether somebody else waits at one of the accounts. */
    synchronized boolean hasOthers(Collection<String> accounts, Object who) {
        return accounts.stream()
                .map(byAccount::get)
                .anyMatch(line -> line != null && line.waiting.stream().anyMatch(waiter -> waiter.who() != who));
    }

    /** Waits that long, or until it is the caller's turn at one of the accounts; answers whether that is so. */
    synchronized boolean awaitFirst(Collection<String> accounts, Object who, Duration most)
            throws InterruptedException {
        if (!isFirst(accounts, who)) {
            wait(Math.max(1, most.toMillis()));
        }
        return isFirst(accounts, who);
    }

    private boolean isFirst(Collection<String> accounts, Object who) {
        return accounts.stream().map(byAccount::get).anyMatch(line -> line != null && line.isFirst(who));
    }
}
