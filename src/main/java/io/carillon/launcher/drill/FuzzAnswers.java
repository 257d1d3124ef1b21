package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What came back from a fuzz.
 *
 * @param cases answers that came
 * @param byStatus how many of each status
 * @param spared calls that were led away from a token or an account the round lives by
 * @param findings what did not hold, one sentence for each call and check, with how to repeat it
 * @param errorBodies the bodies of all answers from 400
 */
record FuzzAnswers(
        int cases, Map<Integer, Integer> byStatus, int spared, List<String> findings, List<String> errorBodies) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int REFUSED_FROM = 400;
    private static final int BROKEN_FROM = 500;
    private static final int MOST_SHOWN = 500;

    /** Reads the lines that the hooks wrote. */
    static FuzzAnswers read(Path file) {
        Reading reading = new Reading();
        try (Stream<String> lines = Files.lines(file)) {
            for (String line : (Iterable<String>) lines::iterator) {
                reading.take(JSON.readTree(line));
            }
        } catch (IOException unreadable) {
            throw new LaunchFailure("The fuzz left no answers in " + file + ": " + unreadable.getMessage(), unreadable);
        }
        return reading.answers();
    }

    /** Statuses and their numbers, such as {@code 200 × 812}. */
    String statuses() {
        return byStatus.entrySet().stream()
                .map(entry -> entry.getKey() + " × " + entry.getValue())
                .reduce((a, b) -> a + " · " + b)
                .orElse("none");
    }

    /** How many were answered with yes. */
    int taken() {
        return byStatus.entrySet().stream()
                .filter(entry -> entry.getKey() < REFUSED_FROM)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private static final class Reading {
        private final Map<Integer, Integer> byStatus = new TreeMap<>();
        private final Map<String, String> findings = new LinkedHashMap<>();
        private final List<String> errorBodies = new ArrayList<>();
        private int cases;
        private int spared;

        void take(JsonNode line) {
            if (line.has("of_text") || line.has("of_deleted")) {
                return;
            }
            if (line.has("spared")) {
                spared++;
            } else if (line.has("check")) {
                // The first case of a kind; the others say the same of other values.
                findings.putIfAbsent(
                        line.path("call").asText() + line.path("check").asText() + line.path("status"),
                        "%s answered %d, %s: %s\n    %s"
                                .formatted(
                                        line.path("call").asText(),
                                        line.path("status").asInt(),
                                        line.path("check").asText(),
                                        line.path("failure").asText(),
                                        line.path("curl").asText()));
            } else {
                cases++;
                byStatus.merge(line.path("status").asInt(), 1, Integer::sum);
                broken(line);
                if (line.has("body")) {
                    errorBodies.add(line.path("body").asText());
                }
            }
        }

        /** The promise is none at all, whatever a document says. */
        private void broken(JsonNode line) {
            int status = line.path("status").asInt();
            if (status >= BROKEN_FROM) {
                String call = line.path("call").asText();
                String body = line.path("body").asText();
                findings.putIfAbsent(
                        call + status,
                        "%s answered %d: %s"
                                .formatted(call, status, body.substring(0, Math.min(MOST_SHOWN, body.length()))));
            }
        }

        FuzzAnswers answers() {
            return new FuzzAnswers(cases, byStatus, spared, List.copyOf(findings.values()), List.copyOf(errorBodies));
        }
    }
}
