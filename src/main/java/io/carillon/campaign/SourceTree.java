package io.carillon.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.problem.Finding;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A definition as data, and in which line of the text each place stands.
 *
 * @param lines by JSON pointer, from 1
 */
record SourceTree(JsonNode root, Map<String, Integer> lines) {

    /** The same finding with the line of its place, or of the nearest place around it. */
    Finding withLine(Finding finding) {
        return finding.line() != null ? finding : finding.atLine(line(finding.place()));
    }

    private @Nullable Integer line(String pointer) {
        String place = pointer;
        while (!lines.containsKey(place) && !place.isEmpty()) {
            place = place.substring(0, Math.max(place.lastIndexOf('/'), 0));
        }
        return lines.get(place);
    }
}
