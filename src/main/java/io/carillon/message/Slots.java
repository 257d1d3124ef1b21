package io.carillon.message;

import io.carillon.message.DialectNode.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The names under which a template asks for values. Filled while it is written, only read afterwards. */
final class Slots {
    private final Map<String, Slot> byName = new LinkedHashMap<>();

    /** What a template wants of a value. */
    enum Use {
        TEXT("s"),
        LIST("c"),
        PRESENCE("p");

        private final String prefix;

        Use(String prefix) {
            this.prefix = prefix;
        }
    }

    /** One variable for one use. */
    record Slot(Path path, Use use) {}

    String add(Path path, Use use) {
        Slot slot = new Slot(path, use);
        for (Map.Entry<String, Slot> known : byName.entrySet()) {
            if (known.getValue().equals(slot)) {
                return known.getKey();
            }
        }
        String name = use.prefix + byName.size();
        byName.put(name, slot);
        return name;
    }

    /** The slot of that name; null where the template asks for something else. */
    @Nullable
    Slot get(String name) {
        return byName.get(name);
    }

    Collection<Slot> all() {
        return byName.values();
    }

    /** The dotted name of the first variable; for texts that have one. */
    String firstVariable() {
        return Objects.requireNonNull(byName.values().iterator().next()).path().dotted();
    }
}
