package io.carillon.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.problem.Finding;
import io.carillon.problem.NearestWord;
import io.carillon.problem.ShownKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads texts, plain or by locale, and adds what is wrong with them to the findings. */
final class FieldReading {
    private static final int MOST_LOCALES = 30;
    private static final int MOST_SHOWN = 60;
    // Whoever sends something else altogether is not told a thousand times.
    private static final int MOST_FINDINGS = 100;

    private final List<Finding> findings;
    private final Sentences sentences;
    private final SourceCheck check;

    FieldReading(List<Finding> findings, Sentences sentences) {
        this.findings = findings;
        this.sentences = sentences;
        this.check = new SourceCheck(sentences);
    }

    /** Adds an error. */
    void refuse(String pointer, @Nullable String found, String key, Object... values) {
        add(sentences.error(pointer, found == null ? null : brief(found), key, values));
    }

    private void add(Finding finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        }
    }

    /** What is wrong with a text by the rule of its field. */
    List<Finding> check(String text, FieldRule rule, String pointer) {
        return check.findings(text, rule, pointer);
    }

    Sentences sentences() {
        return sentences;
    }

    /** One key of an object in a JSON pointer. */
    static String step(String key) {
        return "/" + brief(key).replace("~", "~0").replace("/", "~1");
    }

    static String shown(JsonNode node) {
        String text = node.isTextual() ? node.textValue() : node.toString();
        return brief(text);
    }

    private static String brief(String text) {
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    }

    boolean isObject(JsonNode node, String pointer) {
        if (!node.isObject()) {
            refuse(pointer, shown(node), "wrong_type.object");
        }
        return node.isObject();
    }

    void knownKeys(JsonNode object, String pointer, Collection<String> known) {
        for (Iterator<String> keys = object.fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            if (!known.contains(key)) {
                String fields = String.join(", ", known);
                String near = NearestWord.to(key, known).orElse("");
                refuse(
                        pointer + step(ShownKey.of(key)),
                        ShownKey.of(key),
                        near.isEmpty() ? "unknown_key" : "unknown_key.near",
                        ShownKey.of(key),
                        fields,
                        near);
            }
        }
    }

    /** A text by locale or plain; empty if something is wrong with it. */
    Optional<LocalText> text(JsonNode node, String pointer, FieldRule rule) {
        return text(node, pointer, (text, at) -> check.findings(text, rule, at));
    }

    /** The same with another check. */
    Optional<LocalText> text(JsonNode node, String pointer, BiFunction<String, String, List<Finding>> check) {
        if (!node.isObject()) {
            return one(node, pointer, check).map(LocalText::everywhere);
        }
        if (node.isEmpty() || node.size() > MOST_LOCALES) {
            refuse(pointer, String.valueOf(node.size()), "bad_locale.count", MOST_LOCALES);
            return Optional.empty();
        }
        Map<String, String> byLocale = new HashMap<>();
        node.properties().forEach(field -> {
            String at = pointer + step(ShownKey.of(field.getKey()));
            Optional<String> tag = Locales.tag(field.getKey());
            Optional<String> text = one(field.getValue(), at, check);
            if (tag.isEmpty()) {
                refuse(at, ShownKey.of(field.getKey()), "bad_locale.tag", ShownKey.of(field.getKey()));
            } else if (text.isPresent() && byLocale.put(tag.get(), text.get()) != null) {
                refuse(at, field.getKey(), "bad_locale.twice", tag.get());
            }
        });
        return byLocale.size() == node.size() ? Optional.of(new LocalText(null, byLocale)) : Optional.empty();
    }

    private Optional<String> one(JsonNode node, String pointer, BiFunction<String, String, List<Finding>> check) {
        if (!node.isTextual() && !node.isNumber()) {
            refuse(pointer, shown(node), "wrong_type.text");
            return Optional.empty();
        }
        String text = SourceCheck.tidied(node.asText());
        List<Finding> found = check.apply(text, pointer);
        found.forEach(this::add);
        return found.isEmpty() ? Optional.of(text) : Optional.empty();
    }
}
