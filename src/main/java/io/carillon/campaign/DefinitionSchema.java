package io.carillon.campaign;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.carillon.channel.Reason;
import io.carillon.problem.FindingList;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** The JSON Schema of campaign definitions, the same file that editors use; its findings in our words. Thread-safe. */
@ApplicationScoped
public class DefinitionSchema {
    private static final String RESOURCE = "/workflows/campaign.schema.json";

    private final JsonNode source;
    private final Schema schema;

    public DefinitionSchema() {
        this.source = load();
        this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(source);
        schema.initializeValidators();
    }

    /** Tells the findings whatever does not fit. */
    void check(JsonNode definition, FindingList findings) {
        for (Error error : schema.validate(definition)) {
            tell(error, findings);
        }
    }

    /** The schema itself. */
    JsonNode source() {
        return source;
    }

    private void tell(Error error, FindingList findings) {
        String place = error.getInstanceLocation().toString();
        JsonNode around = around(error);
        JsonNode found = error.getInstanceNode();
        switch (error.getKeyword()) {
            case "additionalProperties" -> findings.unknownKey(place, error.getProperty(), keys(around));
            case "required" ->
                findings.missing(place, error.getProperty(), expected(around, error.getProperty(), findings));
            case "type" -> {
                if (found.isNumber() && around.has("pattern") && around.has("examples")) {
                    // A number without its unit: how it is written says more than that it is no text.
                    findings.error(place, "pattern_mismatch", found.asText(), examples(around), found.asText());
                } else {
                    findings.wrongType(place, found, types(around));
                }
            }
            case "enum" -> unknownWord(place, found, words(place, around), findings);
            case "pattern" ->
                findings.error(
                        place,
                        found.asText().chars().anyMatch(Character::isISOControl)
                                ? "name_not_one_line"
                                : "pattern_mismatch",
                        found.asText(),
                        examples(around),
                        found.asText());
            case "maxLength" ->
                findings.error(place, "too_long", null, around.path("maxLength").asText());
            case "minLength" -> findings.error(place, "empty_text", found.asText(), null);
            case "minItems" -> findings.error(place, "empty_list", null, null);
            case "maxItems" ->
                findings.error(
                        place, "too_many_items", null, around.path("maxItems").asText());
            case "uniqueItems" -> findings.error(place, "item_twice", found.toString(), null, twice(found));
            default -> findings.error(place, "schema", found.asText(), error.getMessage());
        }
    }

    private static String twice(JsonNode list) {
        Set<String> seen = new HashSet<>();
        return texts(list).stream().filter(text -> !seen.add(text)).distinct().collect(Collectors.joining(", "));
    }

    /** The words that may stand there; of a reason what that reason can do, which is less than what all can. */
    private static List<String> words(String place, JsonNode around) {
        return Arrays.stream(Reason.Rule.values())
                .filter(rule -> rule.isForMarketers() && place.equals("/channels/on/" + rule.id()))
                .findFirst()
                .map(rule -> RuleActions.allowed(rule).stream()
                        .map(ChannelPolicy.Action::id)
                        .toList())
                .orElseGet(() -> texts(around.path("enum")));
    }

    private static void unknownWord(String place, JsonNode found, List<String> known, FindingList findings) {
        if (found.isTextual()) {
            findings.unknownValue(place, found.textValue(), known);
        } else {
            findings.wrongType(place, found, List.of("type.text"));
        }
    }

    private JsonNode around(Error error) {
        return source.at(JsonPointer.compile(
                error.getSchemaLocation().getFragment().getParent().toString()));
    }

    private String expected(JsonNode around, String key, FindingList findings) {
        JsonNode property = around.path("properties").path(key);
        if (property.has("enum")) {
            return String.join(", ", texts(property.get("enum")));
        }
        StringJoiner types = new StringJoiner(" / ");
        types(resolved(property)).forEach(type -> types.add(findings.text(type)));
        return types.toString();
    }

    private JsonNode resolved(JsonNode property) {
        return property.has("$ref") && !property.has("type")
                ? source.at(JsonPointer.compile(property.get("$ref").asText().substring(1)))
                : property;
    }

    private static List<String> types(JsonNode around) {
        JsonNode type = around.path("type");
        return (type.isArray() ? texts(type) : List.of(type.asText("object")))
                .stream().map(name -> "json." + name).toList();
    }

    private static List<String> keys(JsonNode around) {
        List<String> keys = new ArrayList<>();
        around.path("properties").fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    private static String examples(JsonNode around) {
        return String.join(", ", texts(around.path("examples")));
    }

    private static JsonNode load() {
        try (InputStream in = DefinitionSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks " + RESOURCE);
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException broken) {
            throw new UncheckedIOException("The schema " + RESOURCE + " cannot be read", broken);
        }
    }
}
