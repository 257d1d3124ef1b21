package io.carillon.profile.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.problem.Finding;
import io.carillon.problem.Problem;
import io.carillon.problem.StrictJson;
import io.carillon.problem.Texts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brings query parameters and the JSON of {@code mapping} together into one request. Stateless. */
final class OptionsReader {
    /** Strict: a misspelt option must not go by unseen. */
    static final ObjectMapper JSON = strict();

    private static final int LONGEST_MAPPING = 64 * 1024;
    private static final Set<String> LISTS = Set.of("tags", "channels");
    private static final Set<String> PLAIN =
            Set.of("appScope", "wechatAppid", "tags", "region", "encoding", "separator", "zone", "keepTestAccounts");
    private static final Set<String> CONSENT = Set.of("channels", "purpose", "time", "source", "wording");
    private static final String PREFIX = "consent.";

    private OptionsReader() {}

    private static ObjectMapper strict() {
        ObjectMapper mapper = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        StrictJson.refuseOtherTypes(mapper);
        return mapper;
    }

    /** Reads the query; {@code fileName} is left to the caller. */
    static ImportOptionsRequest read(Map<String, List<String>> query) {
        ObjectNode all = mapping(first(query, "mapping"));
        query.forEach((name, values) -> {
            if (name.startsWith(PREFIX) && CONSENT.contains(name.substring(PREFIX.length()))) {
                put(all.withObjectProperty("consent"), name.substring(PREFIX.length()), values.get(0));
            } else if (PLAIN.contains(name)) {
                put(all, name, values.get(0));
            } else if (!"mapping".equals(name) && !"fileName".equals(name)) {
                throw unknown(name);
            }
        });
        try {
            return JSON.treeToValue(all, ImportOptionsRequest.class);
        } catch (JsonProcessingException unfit) {
            String place = unfit instanceof JsonMappingException mapped ? pointer(mapped) : "";
            throw Problem.invalid(Finding.error(
                    "mapping" + place,
                    "unfit_option",
                    null,
                    "the fields of ImportOptionsRequest",
                    Texts.here("import.unfitOption", place)));
        }
    }

    private static ObjectNode mapping(@Nullable String json) {
        if (json == null || json.isBlank()) {
            return JSON.createObjectNode();
        }
        try {
            if (json.length() <= LONGEST_MAPPING && JSON.readTree(json) instanceof ObjectNode object) {
                JsonNode consent = object.get("consent");
                if (consent == null || consent.isObject()) {
                    return object;
                }
            }
        } catch (JsonProcessingException broken) {
            throw notAnObject();
        }
        throw notAnObject();
    }

    private static RuntimeException notAnObject() {
        return Problem.invalid(Finding.error(
                "mapping",
                "invalid_json",
                null,
                "{\"columns\": {\"卡号\": \"external_id\"}}",
                Texts.here("import.mapping")));
    }

    private static RuntimeException unknown(String name) {
        String known = PLAIN.stream().sorted().collect(Collectors.joining(", "));
        return Problem.invalid(Finding.error(
                name.length() > 64 ? name.substring(0, 64) : name,
                "unknown_option",
                null,
                known + ", mapping, fileName, consent.channels and so on",
                Texts.here("import.unknownOption")));
    }

    private static void put(ObjectNode node, String name, String value) {
        if (LISTS.contains(name)) {
            var list = node.putArray(name);
            for (String part : value.split("[,，]")) {
                if (!part.isBlank()) {
                    list.add(part.strip());
                }
            }
        } else if ("keepTestAccounts".equals(name) && Set.of("true", "false").contains(value)) {
            node.put(name, Boolean.parseBoolean(value));
        } else {
            node.put(name, value);
        }
    }

    private static @Nullable String first(Map<String, List<String>> query, String name) {
        List<String> values = query.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    private static String pointer(JsonMappingException unfit) {
        return unfit.getPath().stream()
                .map(step -> "/" + (step.getFieldName() == null ? step.getIndex() : step.getFieldName()))
                .collect(Collectors.joining());
    }
}
