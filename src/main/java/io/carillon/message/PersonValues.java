package io.carillon.message;

import io.carillon.message.DialectNode.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one person's values look like to a template: clean text, short lists, nothing else. For one thread. */
final class PersonValues {
    private final Map<String, Object> values;
    private final Map<String, String> links;

    /** Links win over values of the same name. */
    PersonValues(Map<String, Object> values, Map<String, String> links) {
        this.values = values;
        this.links = links;
    }

    /** The value as text; null where there is none, or one that cannot stand in a text. */
    @Nullable
    String text(Path path) {
        return CleanText.of(raw(path.names()));
    }

    /** The first items of a list; null where it is none, or empty. */
    @Nullable
    List<?> items(Path path) {
        return raw(path.names()) instanceof List<?> list && !list.isEmpty()
                ? list.subList(0, Math.min(list.size(), DialectParser.MOST_ITEMS))
                : null;
    }

    private @Nullable Object raw(List<String> names) {
        String link = links.get(names.get(0));
        if (link != null) {
            return link;
        }
        Object value = values.get(names.get(0));
        for (int i = 1; i < names.size(); i++) {
            value = value instanceof Map<?, ?> map ? map.get(names.get(i)) : null;
        }
        return value;
    }
}
