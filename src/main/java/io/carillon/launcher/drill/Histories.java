package io.carillon.launcher.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.TemporalNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** All that Temporal keeps of its workflows, as text: histories and descriptions as they are, then every payload decoded. */
final class Histories {
    private static final int TRIES = 5;
    private static final JsonMapper JSON = new JsonMapper();

    private final TemporalNamespace namespace;

    Histories(Ground ground) {
        this.namespace = TemporalNamespace.of(ground.settings(), Console.standard());
    }

    private record Printed(int code, String text) {}

    /** One workflow's run. */
    record Told(String workflow, String text) {}

    List<Told> all() {
        List<Told> all = new ArrayList<>();
        for (JsonNode workflow : ask("workflow", "list", "--output", "json")) {
            String id = workflow.path("execution").path("workflowId").asText();
            String run = workflow.path("execution").path("runId").asText();
            JsonNode history = ask("workflow", "show", "--workflow-id", id, "--run-id", run, "--output", "json");
            JsonNode description =
                    ask("workflow", "describe", "--workflow-id", id, "--run-id", run, "--output", "json");
            StringBuilder text = new StringBuilder();
            tell(workflow, text);
            tell(history, text);
            tell(description, text);
            all.add(new Told(id, text.toString()));
        }
        return all;
    }

    private static void tell(JsonNode node, StringBuilder text) {
        text.append(node).append('\n');
        decode(node, text);
    }

    private static void decode(JsonNode node, StringBuilder text) {
        if (node.isObject() && node.path("data").isTextual()) {
            try {
                text.append(new String(
                                Base64.getDecoder().decode(node.path("data").asText()), StandardCharsets.UTF_8))
                        .append('\n');
            } catch (IllegalArgumentException plain) {
                // Shown decoded already; it stands in the text as it is.
            }
        }
        node.forEach(child -> decode(child, text));
    }

    /** Asks Temporal's own program; a server that is busy may let a call run into its time-out, so it is asked again. */
    private JsonNode ask(String... arguments) {
        List<String> command = namespace.asking(arguments);
        String last = "";
        for (int i = 0; i < TRIES; i++) {
            Printed answer = run(command);
            if (answer.code() == 0) {
                return read(answer.text());
            }
            last = answer.text();
        }
        throw new LaunchFailure("Temporal did not answer " + String.join(" ", arguments) + ": " + last);
    }

    /** The exit code, and what was printed: the answer if it is 0, else the complaint. */
    private static Printed run(List<String> command) {
        try {
            Path complaint = Files.createTempFile("temporal", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(complaint.toFile());
            builder.environment().put("TEMPORAL_DISABLE_UPDATE_CHECK", "1");
            Process process = builder.start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            String text = code == 0 ? answer : Files.readString(complaint);
            Files.delete(complaint);
            return new Printed(code, text);
        } catch (IOException broken) {
            throw new LaunchFailure(command.get(0) + " cannot be run: " + broken.getMessage(), broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("The drill was stopped.", stopped);
        }
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException noJson) {
            throw new LaunchFailure("Temporal answered with something that is no JSON", noJson);
        }
    }
}
