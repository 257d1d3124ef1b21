package io.carillon.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.problem.Finding;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads texts, plain or by locale, and adds what is wrong with them to the findings. */
final class FieldReading {
    private static final int MOST_LOCALES = 30;
    private static final int MOST_SHOWN = 60;

    private final List<Finding> findings;

    FieldReading(List<Finding> findings) {
        this.findings = findings;
    }

    /** One key of an object in a JSON pointer. */
    static String step(String key) {
        return "/" + key.replace("~", "~0").replace("/", "~1");
    }

    static String shown(JsonNode node) {
        String text = node.isTextual() ? node.textValue() : node.toString();
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    }

    boolean isObject(JsonNode node, String pointer) {
        if (!node.isObject()) {
            findings.add(Finding.error(
                    pointer, "wrong_type", shown(node), "an object", "There must be an object with named fields here"));
        }
        return node.isObject();
    }

    void knownKeys(JsonNode object, String pointer, Collection<String> known) {
        for (Iterator<String> keys = object.fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            if (!known.contains(key)) {
                String fields = known.isEmpty() ? "nothing" : String.join(", ", known);
                findings.add(Finding.error(
                        pointer + step(key),
                        "unknown_key",
                        key,
                        fields,
                        "There is no field '" + key + "' here" + Spelling.meant(known, key) + "; there may be: "
                                + fields));
            }
        }
    }

    /** A text by locale or plain; empty if something is wrong with it. */
    Optional<LocalText> text(JsonNode node, String pointer, FieldRule rule) {
        return text(node, pointer, (text, at) -> SourceCheck.findings(text, rule, at));
    }

    /** The same with another check. */
    Optional<LocalText> text(JsonNode node, String pointer, BiFunction<String, String, List<Finding>> check) {
        if (!node.isObject()) {
            return one(node, pointer, check).map(LocalText::everywhere);
        }
        if (node.isEmpty() || node.size() > MOST_LOCALES) {
            findings.add(Finding.error(
                    pointer,
                    "bad_locale",
                    node.size() + " locales",
                    "1 to " + MOST_LOCALES + " locales",
                    "Write one text, or one for each locale as in {zh: …, en: …}, at most " + MOST_LOCALES));
            return Optional.empty();
        }
        Map<String, String> byLocale = new HashMap<>();
        node.properties().forEach(field -> {
            String at = pointer + step(field.getKey());
            Optional<String> tag = Locales.tag(field.getKey());
            Optional<String> text = one(field.getValue(), at, check);
            if (tag.isEmpty()) {
                badLocale(
                        at, field.getKey(), "'" + field.getKey() + "' is not a locale; write one such as zh or en-US");
            } else if (text.isPresent() && byLocale.put(tag.get(), text.get()) != null) {
                badLocale(at, field.getKey(), "The locale " + tag.get() + " is there twice; take one out");
            }
        });
        return byLocale.size() == node.size() ? Optional.of(new LocalText(null, byLocale)) : Optional.empty();
    }

    private void badLocale(String at, String found, String message) {
        findings.add(Finding.error(at, "bad_locale", found, "a locale such as zh or en-US", message));
    }

    private Optional<String> one(JsonNode node, String pointer, BiFunction<String, String, List<Finding>> check) {
        if (!node.isTextual() && !node.isNumber()) {
            findings.add(Finding.error(pointer, "wrong_type", shown(node), "a text", "There must be a text here"));
            return Optional.empty();
        }
        String text = SourceCheck.tidied(node.asText());
        List<Finding> found = check.apply(text, pointer);
        findings.addAll(found);
        return found.isEmpty() ? Optional.of(text) : Optional.empty();
    }
}
