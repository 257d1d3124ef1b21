package io.carillon.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A trait that rules may name: a column of the profile, or a free one by {@code trait_NAME}, as the import's columns are
 * called.
 *
 * @param name as rules give it
 * @param column the column of {@code profile}; empty for a free trait
 * @param key the key in {@code profile.traits}; empty for a column
 */
record TraitField(String name, String column, String key) {
    /** What free traits begin with. */
    static final String FREE = "trait_";

    private static final List<String> COLUMNS = List.of("name", "city", "locale", "time_zone", "birthday", "gender");
    // Any letters, as column headers of an import may be Chinese; bound as a value, never part of a statement.
    private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_ .-]{0,99}");

    static Optional<TraitField> of(String name) {
        if (COLUMNS.contains(name)) {
            return Optional.of(new TraitField(name, name, ""));
        }
        if (name.startsWith(FREE) && KEY.matcher(name.substring(FREE.length())).matches()) {
            return Optional.of(new TraitField(name, "", name.substring(FREE.length())));
        }
        return Optional.empty();
    }

    /** What can be named, for findings. */
    static List<String> known() {
        List<String> names = new ArrayList<>(COLUMNS);
        names.add(FREE + "NAME");
        return names;
    }

    /** The free trait that somebody may have meant who wrote this. */
    static String freeOf(String name) {
        return FREE + (KEY.matcher(name).matches() ? name : "NAME");
    }

    boolean isFree() {
        return column.isEmpty();
    }

    boolean isDate() {
        return column.equals("birthday");
    }
}
