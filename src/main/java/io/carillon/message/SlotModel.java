package io.carillon.message;

import freemarker.template.SimpleScalar;
import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateHashModel;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateSequenceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One person as FreeMarker sees them: slots, each a text, a list or nothing. For one thread. */
final class SlotModel implements TemplateHashModel {
    private final Slots slots;
    private final PersonValues values;
    private @Nullable String lastMissed;

    SlotModel(Slots slots, PersonValues values) {
        this.slots = slots;
        this.values = values;
    }

    /** The variable last asked for in vain. */
    @Nullable
    String lastMissed() {
        return lastMissed;
    }

    @Override
    public @Nullable TemplateModel get(String name) {
        Slots.Slot slot = slots.get(name);
        if (slot == null) {
            return null;
        }
        TemplateModel found = switch (slot.use()) {
            case TEXT -> scalar(values.text(slot.path()));
            case LIST -> list(values.items(slot.path()), slot.path().dotted());
            case PRESENCE ->
                values.text(slot.path()) != null || values.items(slot.path()) != null
                        ? TemplateBooleanModel.TRUE
                        : null;
        };
        if (found == null) {
            lastMissed = slot.path().dotted();
        }
        return found;
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    private static @Nullable TemplateModel scalar(@Nullable String text) {
        return text == null ? null : new SimpleScalar(text);
    }

    private @Nullable TemplateModel list(@Nullable List<?> values, String name) {
        if (values == null) {
            return null;
        }
        List<TemplateModel> items = new ArrayList<>(values.size());
        for (Object value : values.subList(0, Math.min(values.size(), DialectParser.MOST_ITEMS))) {
            TemplateModel item = item(value, name);
            if (item != null) {
                items.add(item);
            }
        }
        return items.isEmpty() ? null : new Items(items);
    }

    private @Nullable TemplateModel item(@Nullable Object value, String name) {
        if (value instanceof Map<?, ?> map) {
            return new Parts(map, name);
        } else if (value instanceof List<?> inner) {
            return list(inner, name);
        }
        return scalar(CleanText.of(value));
    }

    private record Items(List<TemplateModel> models) implements TemplateSequenceModel {
        @Override
        public @Nullable TemplateModel get(int index) {
            return index >= 0 && index < models.size() ? models.get(index) : null;
        }

        @Override
        public int size() {
            return models.size();
        }
    }

    /** An item that has parts of its own. */
    private final class Parts implements TemplateHashModel {
        private final Map<?, ?> parts;
        private final String name;

        Parts(Map<?, ?> parts, String name) {
            this.parts = parts;
            this.name = name;
        }

        @Override
        public @Nullable TemplateModel get(String key) {
            TemplateModel found = item(parts.get(key), name + "." + key);
            if (found == null) {
                lastMissed = name + "." + key;
            }
            return found;
        }

        @Override
        public boolean isEmpty() {
            return parts.isEmpty();
        }
    }
}
