package io.carillon.segment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** What names in a rule stand for. */
public interface SegmentNames {

    /** The id of the list of this name (text) or id (number). */
    Optional<Long> list(JsonNode nameOrId);

    /** The rule of the saved segment of this name (text) or id (number). */
    Optional<JsonNode> segment(JsonNode nameOrId);

    /** Names to offer when a list is not found; some, not all. */
    List<String> listNames();

    /** Names to offer when a segment is not found; some, not all. */
    List<String> segmentNames();

    /** Knows none: for rules whose names are resolved already. */
    SegmentNames NONE = new SegmentNames() {
        @Override
        public Optional<Long> list(JsonNode nameOrId) {
            return nameOrId.canConvertToLong() ? Optional.of(nameOrId.asLong()) : Optional.empty();
        }

        @Override
        public Optional<JsonNode> segment(JsonNode nameOrId) {
            return Optional.empty();
        }

        @Override
        public List<String> listNames() {
            return List.of();
        }

        @Override
        public List<String> segmentNames() {
            return List.of();
        }
    };
}
