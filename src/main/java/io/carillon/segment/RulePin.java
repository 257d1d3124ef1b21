package io.carillon.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes out the names of a rule that was found good, so that later changes of what they stand for do not touch it. */
final class RulePin {
    private RulePin() {}

    static JsonNode pin(JsonNode rule, SegmentNames names) {
        if (rule.isTextual() || rule.isIntegralNumber()) {
            return pin(names.segment(rule).orElseThrow(), names);
        }
        JsonNode segment = rule.get("segment");
        if (segment != null) {
            return pin(names.segment(segment).orElseThrow(), names);
        }
        ObjectNode pinned = JsonNodeFactory.instance.objectNode();
        rule.properties().forEach(entry -> pinned.set(entry.getKey(), member(entry.getKey(), entry.getValue(), names)));
        return pinned;
    }

    private static JsonNode member(String key, JsonNode value, SegmentNames names) {
        return switch (key) {
            case "all", "any" -> {
                var rules = JsonNodeFactory.instance.arrayNode();
                value.forEach(one -> rules.add(pin(one, names)));
                yield rules;
            }
            case "not" -> pin(value, names);
            case "list" -> JsonNodeFactory.instance.numberNode(names.list(value).orElseThrow());
            default -> value.deepCopy();
        };
    }
}
