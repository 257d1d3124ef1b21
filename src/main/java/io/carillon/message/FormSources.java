package io.carillon.message;

import java.util.Set;
import java.util.TreeSet;

/** Every source of a form, by where it stands. */
record FormSources(Set<String> variables) {
    static FormSources of(Form form) {
        return new FormSources(new TreeSet<>());
    }
}
