package io.carillon.launcher.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which processes dispatched on a channel, and when.
 *
 * @param all of them, in any order
 */
record Dispatches(List<Dispatch> all) {
    /** What flows into a bucket in so short a time is kept in it, and so nothing of the rate is lost. */
    private static final Duration BREATH = Duration.ofSeconds(1);

    /**
     * A dispatch.
     *
     * @param process its number
     */
    record Dispatch(long process, Instant from, Instant to) {}

    /** A time. */
    record Stretch(Instant from, Instant to) {
        Duration length() {
            return Duration.between(from, to);
        }

        boolean has(long millis) {
            return millis >= from.toEpochMilli() && millis < to.toEpochMilli();
        }
    }

    /** The longest time in which two processes were at it without a pause. */
    Optional<Stretch> longestTogether() {
        List<List<Stretch>> processes = new ArrayList<>(byProcess().values());
        List<Stretch> together = new ArrayList<>();
        for (int i = 0; i < processes.size(); i++) {
            for (List<Stretch> others : processes.subList(i + 1, processes.size())) {
                processes
                        .get(i)
                        .forEach(one -> others.forEach(other -> both(one, other).ifPresent(together::add)));
            }
        }
        return together.stream().max(Comparator.comparing(Stretch::length));
    }

    private static Optional<Stretch> both(Stretch one, Stretch other) {
        Instant from = one.from().isAfter(other.from()) ? one.from() : other.from();
        Instant to = one.to().isBefore(other.to()) ? one.to() : other.to();
        return from.isBefore(to) ? Optional.of(new Stretch(from, to)) : Optional.empty();
    }

    /** When each was at it. */
    private Map<Long, List<Stretch>> byProcess() {
        Map<Long, List<Stretch>> byProcess = new TreeMap<>();
        all.stream().sorted(Comparator.comparing(Dispatch::from)).forEach(dispatch -> {
            List<Stretch> own = byProcess.computeIfAbsent(dispatch.process(), process -> new ArrayList<>());
            Stretch last = own.isEmpty() ? null : own.get(own.size() - 1);
            if (last == null || last.to().plus(BREATH).isBefore(dispatch.from())) {
                own.add(new Stretch(dispatch.from(), dispatch.to()));
            } else if (last.to().isBefore(dispatch.to())) {
                own.set(own.size() - 1, new Stretch(last.from(), dispatch.to()));
            }
        });
        return byProcess;
    }
}
