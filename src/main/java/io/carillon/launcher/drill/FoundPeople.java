package io.carillon.launcher.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** People by what is wrong with them. */
final class FoundPeople {
    private static final int EXAMPLES = 5;

    private final Map<String, Set<String>> people = new TreeMap<>();

    void add(String what, String person) {
        people.computeIfAbsent(what, same -> new TreeSet<>()).add(person);
    }

    /** A sentence each, with examples. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        people.forEach((what, who) -> sentences.add(who.size() + " people " + what + ", such as "
                + who.stream().limit(EXAMPLES).toList()));
        return sentences;
    }
}
