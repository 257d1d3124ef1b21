package io.carillon.launcher.drill;

import io.carillon.launcher.drill.Accepted.Message;
import io.carillon.launcher.drill.Paths.Path;
import io.carillon.launcher.drill.Paths.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What became of each message that left, under a name that is the same in every installation that has the same people. People who
 * share an address are left out: which of them is sent to may differ from one installation to the next.
 *
 * @param of each message
 * @param people how each person's delivery ended, with its reason
 */
record Fates(Map<Name, Fate> of, Map<String, String> people) {

    /**
     * A message's name.
     *
     * @param ordinal the person's first on that channel, second …
     */
    record Name(String person, String kind, int ordinal) {}

    /**
     * A message's fate.
     *
     * @param led as the ledger has it
     * @param taken by the vendor; null if it was refused
     */
    record Fate(
            String state,
            String reason,
            String led,
            @Nullable Message taken) {

        /** Whether the person was sent on to the next channel. */
        boolean ledOn() {
            return led.equals("next");
        }

        /** What a receipt decides. Good news leave standing why the person had gone on before. */
        String news() {
            boolean isGood = state.equals("delivered") || state.equals("read");
            return isGood ? state : (state + " " + reason).strip();
        }
    }

    static Fates of(Ground ground, long run) {
        Ledger ledger = new Ledger(ground.database());
        Map<String, Message> taken = Names.of(ground, run, ledger.attempts(run)).stream()
                .collect(Collectors.toMap(Message::key, message -> message, (one, other) -> one));
        Map<Name, Fate> fates = new HashMap<>();
        Map<String, String> people = new HashMap<>();
        Paths.of(ledger, run).people().forEach((delivery, path) -> {
            if (!path.sharesAddress()) {
                people.put(path.person(), (path.state() + " " + path.reason()).strip());
                add(fates, path, run + "-" + delivery + "-", taken);
            }
        });
        return new Fates(fates, people);
    }

    private static void add(Map<Name, Fate> fates, Path path, String keyPrefix, Map<String, Message> taken) {
        Map<String, Integer> ordinals = new HashMap<>();
        for (Step step : path.steps()) {
            if (!step.isPass() && !List.of("not_sent", "blocked").contains(step.state())) {
                int ordinal = ordinals.merge(step.kind(), 1, Integer::sum);
                fates.put(
                        new Name(path.person(), step.kind(), ordinal),
                        new Fate(step.state(), step.reason(), step.led(), taken.get(keyPrefix + step.no())));
            }
        }
    }

    /** People with a message of which nobody knows whether it left. */
    Set<String> doubtful() {
        return of.entrySet().stream()
                .filter(entry -> entry.getValue().state().equals("unknown"))
                .map(entry -> entry.getKey().person())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The same without these people. */
    Fates without(Set<String> some) {
        Map<Name, Fate> otherFates = new HashMap<>(of);
        otherFates.keySet().removeIf(name -> some.contains(name.person()));
        Map<String, String> others = new HashMap<>(people);
        others.keySet().removeAll(some);
        return new Fates(otherFates, others);
    }

    /** The figures: messages by channel and state. */
    Map<String, Long> figures() {
        return of.entrySet().stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.getKey().kind() + " " + entry.getValue().state(),
                        TreeMap::new,
                        Collectors.counting()));
    }

    /** People of whom some message on that channel is so. */
    Set<String> people(String kind, Predicate<Fate> isSo) {
        return of.entrySet().stream()
                .filter(entry -> entry.getKey().kind().equals(kind) && isSo.test(entry.getValue()))
                .map(entry -> entry.getKey().person())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
