package io.carillon.message;

import io.carillon.problem.Finding;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the person of a preview from what was sent. */
final class PreviewPerson {
    private static final int MOST_VALUES = 1_000;
    private static final int DEEPEST = 5;

    private PreviewPerson() {}

    /** What is wrong with the values; empty if nothing. */
    static Optional<Finding> finding(PreviewRequest.Profile profile, Sentences sentences) {
        int values = count(profile.traits(), DEEPEST);
        return values > MOST_VALUES
                ? Optional.of(sentences.error("/profile/traits", null, "too_many.traits", MOST_VALUES, DEEPEST))
                : Optional.empty();
    }

    static Person of(PreviewRequest.Profile profile) {
        Map<String, Object> values = new HashMap<>();
        put(values, "name", profile.name());
        put(values, "city", profile.city());
        put(values, "gender", profile.gender());
        put(values, "birthday", profile.birthday());
        put(values, "locale", profile.locale());
        put(values, "external_id", profile.externalId());
        put(values, Variables.TAGS, profile.tags());
        put(values, Variables.TRAITS, profile.traits());
        return new Person(0, values);
    }

    private static void put(Map<String, Object> values, String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    private static int count(@Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> map) {
            return count(map.values(), depth);
        } else if (value instanceof Iterable<?> items) {
            int sum = depth == 0 ? MOST_VALUES + 1 : 0;
            for (Object item : items) {
                sum += sum > MOST_VALUES ? 0 : 1 + count(item, depth - 1);
            }
            return sum;
        }
        return 0;
    }
}
