package io.carillon.segment;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which of some values people lack, as one number of a bit each. A value is lacked where a text that needs it cannot be filled in:
 * there is none, or it is blank, too long to be a name or a level, or no text, number or truth. Reads the profile alone.
 */
final class LackedValues {
    /** So many are told apart; each doubles the groups that people may fall into. */
    static final int MOST = 8;

    private static final String TRAITS = "traits.";
    private static final Set<String> TEXTS = Set.of("name", "city", "gender", "locale", "external_id");
    private static final String BIRTHDAY = "birthday";
    private static final int LONGEST = 1_000;
    /** White space, and what is taken for it because it may not stand in a message: control and direction characters, and what
     * nobody sees. */
    private static final String BLANK =
            "\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u061c\\u1680\\u180e\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f"
                    + "\\u3000\\ufeff\\ufff9-\\ufffb\\ufffe\\uffff";

    private final List<String> values;

    /** Of these values, all {@link #isKnown known} and at most {@link #MOST}. */
    LackedValues(List<String> values) {
        if (values.size() > MOST || !values.stream().allMatch(LackedValues::isKnown)) {
            throw new IllegalArgumentException("Not all of these values can be looked for: " + values);
        }
        this.values = List.copyOf(values);
    }

    /** Whether a value can be looked for. */
    static boolean isKnown(String value) {
        return TEXTS.contains(value) || value.equals(BIRTHDAY) || value.startsWith(TRAITS);
    }

    /** The number, of {@code profile p}; the first value is the lowest bit. */
    String sql() {
        return values.isEmpty()
                ? "0::int8"
                : IntStream.range(0, values.size())
                        .mapToObj(i -> "case when " + lacks(values.get(i)) + " then " + (1L << i) + "::int8 else 0 end")
                        .collect(joining(" | ", "(", ")"));
    }

    /** What the marks of {@link #sql} stand for. */
    List<Object> binds() {
        List<Object> binds = new ArrayList<>();
        values.stream().filter(value -> value.startsWith(TRAITS)).forEach(value -> {
            Object path = value.substring(TRAITS.length()).split("\\.");
            binds.addAll(List.of(path, path));
        });
        return binds;
    }

    /** The values of a number. */
    Set<String> of(long number) {
        return IntStream.range(0, values.size())
                .filter(i -> (number & (1L << i)) != 0)
                .mapToObj(values::get)
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    private static String lacks(String value) {
        if (value.equals(BIRTHDAY)) {
            return "p.birthday is null";
        }
        return TEXTS.contains(value)
                ? "p." + value + " is null or " + isUnusable("p." + value)
                : "case coalesce(jsonb_typeof(p.traits #> ?), '') when 'number' then false when 'boolean' then false"
                        + " when 'string' then (select " + isUnusable("t")
                        + " from (select p.traits #>> ? as t) x) else true end";
    }

    private static String isUnusable(String text) {
        return "(" + text + " !~ '[^" + BLANK + "]' or length(" + text + ") > " + LONGEST + ")";
    }
}
