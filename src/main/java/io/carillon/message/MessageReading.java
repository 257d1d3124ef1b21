package io.carillon.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.message.MessageContent.Binding;
import io.carillon.message.MessageContent.ChannelOverride;
import io.carillon.problem.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one message. Used once. */
final class MessageReading {
    private static final List<String> FIELDS = List.of("title", "text", "link", "picture");
    private static final List<String> KEYS = List.of("defaultLocale", "title", "text", "link", "picture", "overrides");

    private final JsonNode message;
    private final String pointer;
    private final List<Finding> findings = new ArrayList<>();
    private final FieldReading fields;

    MessageReading(JsonNode message, String pointer, Sentences sentences) {
        this.message = message;
        this.pointer = pointer;
        this.fields = new FieldReading(findings, sentences);
    }

    ReadMessage read() {
        if (!fields.isObject(message, pointer)) {
            return new ReadMessage(Optional.empty(), List.copyOf(findings));
        }
        fields.knownKeys(message, pointer, KEYS);
        String defaultLocale = defaultLocale();
        Map<String, LocalText> texts = texts(message, pointer, "", FIELDS);
        Map<String, ChannelOverride> overrides = overrides();
        boolean isSound = findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.error);
        return new ReadMessage(
                isSound ? Optional.of(new MessageContent(pointer, defaultLocale, texts, overrides)) : Optional.empty(),
                List.copyOf(findings));
    }

    private String defaultLocale() {
        String at = pointer + "/defaultLocale";
        JsonNode node = message.path("defaultLocale");
        Optional<String> tag = node.isTextual() ? Locales.tag(node.textValue()) : Optional.empty();
        if (tag.isEmpty()) {
            fields.refuse(at, node.isMissingNode() ? null : FieldReading.shown(node), "bad_locale.default");
        }
        return tag.orElse("");
    }

    private Map<String, LocalText> texts(JsonNode parent, String at, String prefix, List<String> names) {
        Map<String, LocalText> texts = new HashMap<>();
        for (String name : names) {
            if (parent.has(name)) {
                fields.text(parent.get(name), at + "/" + name, FieldRule.of(prefix + name))
                        .ifPresent(text -> texts.put(name, text));
            }
        }
        return texts;
    }

    private Map<String, ChannelOverride> overrides() {
        JsonNode node = message.path("overrides");
        String at = pointer + "/overrides";
        if (node.isMissingNode() || !fields.isObject(node, at)) {
            return Map.of();
        }
        fields.knownKeys(node, at, Channels.ALL);
        Map<String, ChannelOverride> overrides = new HashMap<>();
        for (String channel : Channels.ALL) {
            String here = at + "/" + channel;
            if (node.has(channel) && fields.isObject(node.get(channel), here)) {
                overrides.put(channel, override(node.get(channel), here, channel));
            }
        }
        return overrides;
    }

    private ChannelOverride override(JsonNode node, String at, String channel) {
        List<String> names = Channels.fields(channel);
        List<String> keys = new ArrayList<>(names);
        if (Channels.hasBindings(channel)) {
            keys.add("bindings");
        }
        fields.knownKeys(node, at, keys);
        Map<String, Binding> bindings = new LinkedHashMap<>();
        if (Channels.hasBindings(channel) && node.has("bindings")) {
            bindings.putAll(new BindingReading(fields, channel).read(node.get("bindings"), at + "/bindings"));
        }
        return new ChannelOverride(texts(node, at, channel + ".", names), bindings);
    }
}
