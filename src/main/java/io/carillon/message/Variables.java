package io.carillon.message;

import io.carillon.message.ExpressionReader.NotInDialect;
import io.carillon.problem.NearestWord;
import java.util.List;
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

    /** Refuses a path that leads to nothing; for paths that are not of an item. */
    static void check(List<String> names) throws NotInDialect {
        String first = names.get(0);
        if (first.equals(TRAITS)) {
            if (names.size() == 1 || names.size() > MOST_NAMES) {
                throw new NotInDialect("unknown_variable.traits");
            }
        } else if (!ALL.contains(first)) {
            String near = NearestWord.to(first, ALL).orElse("");
            // As the import names the column of a trait.
            String own = first.startsWith("trait_") ? first.substring("trait_".length()) : first;
            throw new NotInDialect(near.isEmpty() ? "unknown_variable" : "unknown_variable.near", first, near, own);
        } else if (names.size() > 1) {
            throw new NotInDialect("unknown_variable.parts", first);
        }
    }

    static boolean isTaken(String name) {
        return ALL.contains(name) || name.equals(TRAITS);
    }
}
