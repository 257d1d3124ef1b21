package io.carillon.sandbox;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The faults to show now, in the order they were added; of those of calls the first that fires wins. Each rule with a share draws from a
 * generator of its own, seeded by the sandbox's seed and the rule's number, so the same calls in the same order meet the
 * same faults. Thread-safe.
 */
public final class FaultRules {
    /** More than any drill needs, few enough to ask each at every call. */
    static final int MOST = 100;

    private final long seed;
    private final List<Active> rules = new ArrayList<>();
    private long lastId;

    FaultRules(long seed) {
        this.seed = seed;
    }

    /**
     * Adds a rule; returns its id.
     *
     * @throws IllegalStateException when there are {@value #MOST} already
     */
    public synchronized long add(FaultRule rule) {
        if (rules.size() >= MOST) {
            throw new IllegalStateException("There are " + MOST + " faults already; delete some");
        }
        lastId++;
        rules.add(new Active(lastId, rule, seed));
        return lastId;
    }

    /** Removes every rule. */
    public synchronized void clear() {
        rules.clear();
    }

    /** Removes a rule; false when there is none of that id. */
    public synchronized boolean remove(long id) {
        return rules.removeIf(active -> active.id == id);
    }

    /** The rules with how often each was asked and has fired. */
    synchronized List<State> states() {
        return rules.stream()
                .map(active -> new State(active.id, active.rule, active.asked, active.fired, active.messages))
                .toList();
    }

    /** The fault this call shall show. A rule that has fired as often as it may is kept in the list and is silent. */
    synchronized @Nullable Fault draw(String vendor, String address) {
        return draw(vendor, List.of(address));
    }

    /** The same for a call of several messages: a rule concerns it if it concerns any of them, and draws once. */
    synchronized @Nullable Fault draw(String vendor, List<String> addresses) {
        for (Active active : rules) {
            boolean concerns = addresses.stream().anyMatch(address -> active.rule.concerns(vendor, address, false));
            if (concerns && active.fires(addresses.size())) {
                return active.rule.fault();
            }
        }
        return null;
    }

    /** The faults that a message's receipts shall show, one of each kind. */
    synchronized Map<Fault.Kind, Fault> drawForReceipts(String vendor, String address) {
        Map<Fault.Kind, Fault> drawn = new EnumMap<>(Fault.Kind.class);
        for (Active active : rules) {
            Fault.Kind kind = active.rule.kind();
            if (!drawn.containsKey(kind) && active.rule.concerns(vendor, address, true) && active.fires(1)) {
                drawn.put(kind, active.rule.fault());
            }
        }
        return drawn;
    }

    /**
     * A rule, for how many calls it was asked while it could fire, and how often it has.
     *
     * @param messages that the calls carried at which it has
     */
    record State(long id, FaultRule rule, long asked, long fired, long messages) {}

    private static final class Active {
        private final long id;
        private final FaultRule rule;
        private final SplittableRandom random;
        private long asked;
        private long fired;
        private long messages;

        Active(long id, FaultRule rule, long seed) {
            this.id = id;
            this.rule = rule;
            this.random = new SplittableRandom(Hash.of(seed, "fault " + id));
        }

        boolean fires(int carried) {
            boolean isUsedUp = rule.times() != null && fired >= rule.times();
            if (isUsedUp) {
                return false;
            }
            asked++;
            if (rule.share() < 1 && random.nextDouble() >= rule.share()) {
                return false;
            }
            fired++;
            messages += carried;
            return true;
        }
    }
}
