package io.carillon.message;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message as it was entered, read and bounded; texts are in the marketers' dialect.
 *
 * @param pointer the JSON pointer of the message in what was sent; findings begin with it
 * @param overrides by channel: {@code sms}, {@code email}, {@code push}, {@code wechat.subscribe}
 */
public record MessageContent(
        String pointer, String defaultLocale, Map<String, LocalText> fields, Map<String, ChannelOverride> overrides) {

    /** Copies. */
    public MessageContent {
        fields = Map.copyOf(fields);
        overrides = Map.copyOf(overrides);
    }

    /** One of {@code title}, {@code text}, {@code link}, {@code picture}. */
    public Optional<LocalText> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** What one channel has of its own; empty where it takes all from the message. */
    public ChannelOverride override(String channel) {
        return overrides.getOrDefault(channel, new ChannelOverride(Map.of(), Map.of()));
    }

    /**
     * One channel's own texts and approved templates.
     *
     * @param fields by the channel's field names
     * @param bindings by account name
     */
    public record ChannelOverride(Map<String, LocalText> fields, Map<String, Binding> bindings) {

        /** Copies. */
        public ChannelOverride {
            fields = Map.copyOf(fields);
            bindings = Map.copyOf(bindings);
        }
    }

    /**
     * An approved template with texts by locale.
     *
     * @param params by the template's own names, in the order of the definition
     */
    public record Binding(
            @Nullable String signature,
            String template,
            Map<String, LocalText> params,
            @Nullable LocalText page) {

        /** Keeps the order of the parameters. */
        public Binding {
            params = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(params));
        }
    }
}
