package io.carillon.launcher.drill;

import io.carillon.launcher.local.PidFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The times in which all of several app processes were up, and what each of them worked then. For one thread. */
final class Together {
    /** Tasks go to whoever asks first, so shares are seldom even; one that does a tenth takes part, one that waits does not. */
    private static final double FAIR = 0.1;

    private static final int LEAST_TASKS = 20;

    private final List<String> names;
    private final List<Stretch> stretches = new ArrayList<>();
    private @Nullable Stretch open;

    /**
     * @param names of the processes
     */
    Together(List<String> names) {
        this.names = List.copyOf(names);
    }

    /**
     * A time.
     *
     * @param processes their names by number
     */
    private record Stretch(Instant from, Instant to, Map<Long, String> processes) {}

    /** All of them are up from now on. */
    void up(Ground ground) {
        Map<Long, String> processes = new HashMap<>();
        for (String name : names) {
            new PidFile(ground.settings().folder().pids(), name)
                    .live()
                    .ifPresent(entry -> processes.put(entry.identity().pid(), name));
        }
        up(Instant.now(), processes);
    }

    void up(Instant from, Map<Long, String> processes) {
        open = new Stretch(from, Instant.MAX, Map.copyOf(processes));
    }

    /** One of them is about to go. */
    void down(Instant to) {
        Stretch last = open;
        if (last != null) {
            stretches.add(new Stretch(last.from(), to, last.processes()));
            open = null;
        }
    }

    /** Tasks that each began while all were up. */
    Map<String, Integer> shares(List<WorkShares.Begun> tasks) {
        Map<String, Integer> shares = new TreeMap<>();
        names.forEach(name -> shares.put(name, 0));
        for (WorkShares.Begun task : tasks) {
            stretches.stream()
                    .filter(time ->
                            !task.at().isBefore(time.from()) && task.at().isBefore(time.to()))
                    .map(time -> time.processes().get(task.process()))
                    .filter(name -> name != null)
                    .forEach(name -> shares.merge(name, 1, Integer::sum));
        }
        return shares;
    }

    /** Who did not take a fair share. */
    static Optional<String> unfair(Map<String, Integer> shares) {
        int all = shares.values().stream().mapToInt(Integer::intValue).sum();
        if (all < LEAST_TASKS) {
            return Optional.of(
                    "only " + all + " tasks were begun while all processes were up: too few to see who works");
        }
        List<String> idle = shares.entrySet().stream()
                .filter(share -> share.getValue() < FAIR * all)
                .map(Map.Entry::getKey)
                .toList();
        return idle.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(" and ", idle) + " did less than a tenth while all were up: " + shares);
    }
}
