package io.carillon.message;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The names a text may use. */
final class Variables {
    /** Free values of the person, as {@code traits.NAME}. */
    static final String TRAITS = "traits";

    static final String TAGS = "tags";
    static final String LINK = "link";
    static final String PICTURE = "picture";
    static final String UNSUBSCRIBE_URL = "unsubscribe_url";

    /** These are whole addresses on the web that we made or checked. */
    static final Set<String> LINKS = Set.of(LINK, PICTURE, UNSUBSCRIBE_URL);

    /** What is known of every person. */
    static final List<String> OF_PERSON = List.of("name", "city", "gender", "birthday", "locale", "external_id");

    private static final List<String> ALL = List.of(
            "name", "city", "gender", "birthday", "locale", "external_id", TAGS, LINK, PICTURE, UNSUBSCRIBE_URL);
    private static final int MOST_NAMES = 5;

    private Variables() {}

    /** What is wrong with a path that is not of an item; empty if nothing. */
    static Optional<String> mistake(List<String> names) {
        String first = names.get(0);
        if (first.equals(TRAITS)) {
            return names.size() > 1 && names.size() <= MOST_NAMES
                    ? Optional.empty()
                    : Optional.of("a trait is written as traits.NAME");
        }
        if (!ALL.contains(first)) {
            return Optional.of("there is no variable '" + first + "'" + Spelling.meant(ALL, first)
                    + "; a value of your own is written as traits." + first);
        }
        return names.size() == 1
                ? Optional.empty()
                : Optional.of("'" + first + "' has no parts; write ${" + first + "}");
    }

    static boolean isTaken(String name) {
        return ALL.contains(name) || name.equals(TRAITS);
    }

    static String expected() {
        return String.join(", ", ALL) + ", traits.NAME";
    }
}
