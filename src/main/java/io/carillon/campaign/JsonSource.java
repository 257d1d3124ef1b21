package io.carillon.campaign;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.problem.FindingList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one JSON document with the line of every place. */
final class JsonSource {
    private static final int DEEPEST = 50;
    private static final int MOST_DIGITS = 100;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(MOST_DIGITS)
                    .build())
            .build();

    private final JsonNodeFactory json = JsonNodeFactory.instance;
    private final Map<String, Integer> lines = new HashMap<>();

    private JsonSource() {}

    /** The document's data. */
    static SourceTree read(String text) throws SourceFault {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonSource source = new JsonSource();
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new SourceFault("", "source_empty", null, "");
            }
            JsonNode root = source.value(parser, first, "");
            if (parser.nextToken() != null) {
                throw new SourceFault("", "json_after_end", line(parser), "");
            }
            return new SourceTree(root, source.lines);
        } catch (JsonProcessingException unreadable) {
            JsonLocation at = unreadable.getLocation() == null ? JsonLocation.NA : unreadable.getLocation();
            throw SourceFault.unreadable("not_json", Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
        } catch (IOException impossible) {
            throw new UncheckedIOException("A text in memory could not be read", impossible);
        }
    }

    private JsonNode value(JsonParser parser, @Nullable JsonToken token, String place) throws IOException, SourceFault {
        lines.putIfAbsent(place, line(parser));
        if (token == JsonToken.START_OBJECT) {
            return object(parser, place);
        } else if (token == JsonToken.START_ARRAY) {
            ArrayNode array = json.arrayNode();
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                array.add(value(parser, next, FindingList.child(place, array.size())));
            }
            return array;
        }
        return scalar(parser, token);
    }

    private JsonNode object(JsonParser parser, String place) throws IOException, SourceFault {
        ObjectNode object = json.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            String child = FindingList.child(place, key);
            if (object.has(key)) {
                throw new SourceFault(child, "duplicate_key", line(parser), key);
            }
            lines.put(child, line(parser));
            object.set(key, value(parser, parser.nextToken(), child));
        }
        return object;
    }

    private JsonNode scalar(JsonParser parser, @Nullable JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            return json.textNode(parser.getText());
        } else if (token == JsonToken.VALUE_NUMBER_INT) {
            return json.numberNode(parser.getBigIntegerValue());
        } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return json.numberNode(parser.getDecimalValue());
        } else if (token == JsonToken.VALUE_NULL) {
            return json.nullNode();
        }
        return json.booleanNode(token == JsonToken.VALUE_TRUE);
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
