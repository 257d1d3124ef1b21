package io.carillon.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.problem.FindingList;

/** Finds texts that PostgreSQL cannot keep: with a NUL, or with half of a surrogate pair. */
final class StorableText {
    private StorableText() {}

    static void check(JsonNode node, String place, FindingList findings) {
        if (node.isTextual() && !isStorable(node.textValue())) {
            findings.error(place, "not_storable", null, null);
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            check(node.get(i), FindingList.child(place, i), findings);
        }
        if (node.isObject()) {
            node.properties().forEach(entry -> {
                String child = FindingList.child(place, entry.getKey());
                if (!isStorable(entry.getKey())) {
                    findings.error(child, "not_storable", null, null);
                }
                check(entry.getValue(), child, findings);
            });
        }
    }

    private static boolean isStorable(String text) {
        return text.codePoints().noneMatch(point -> point == 0 || Character.getType(point) == Character.SURROGATE);
    }
}
