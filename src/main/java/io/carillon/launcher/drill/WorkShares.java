package io.carillon.launcher.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.TemporalCli;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which process worked how much on a run, as Temporal's server wrote it down. */
final class WorkShares {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path temporal;
    private final String address;

    /**
     * @param temporal the program
     * @param address of the server
     */
    WorkShares(Path temporal, String address) {
        this.temporal = temporal;
        this.address = address;
    }

    /** Of a drill's ground whose Temporal speaks without TLS. */
    static WorkShares of(Scene scene) {
        return new WorkShares(
                TemporalCli.locate(scene.ground().settings(), scene.console()),
                "127.0.0.1:" + scene.ground().settings().ports().temporal());
    }

    /**
     * A task of a run that a process began.
     *
     * @param process its number
     */
    record Begun(long process, Instant at) {}

    /** Activities and workflow tasks that each process began since then, by its number. */
    Map<Long, Integer> since(long run, Instant since) {
        Map<Long, Integer> shares = new TreeMap<>();
        begun(run).stream()
                .filter(task -> task.at().isAfter(since))
                .forEach(task -> shares.merge(task.process(), 1, Integer::sum));
        return shares;
    }

    /** Activities and workflow tasks of a run. */
    List<Begun> begun(long run) {
        List<Begun> begun = new ArrayList<>();
        JsonNode workflows = ask(List.of("list", "--query", "CarillonRun = '" + run + "'", "--limit", "1000"));
        for (JsonNode workflow : workflows) {
            JsonNode execution = workflow.path("execution");
            JsonNode history = ask(List.of(
                    "show",
                    "--workflow-id",
                    execution.path("workflowId").asText(),
                    "--run-id",
                    execution.path("runId").asText()));
            for (JsonNode event : history.path("events")) {
                String identity = identity(event);
                if (!identity.isEmpty()) {
                    begun.add(new Begun(
                            Long.parseLong(identity.substring(0, identity.indexOf('@'))),
                            Instant.parse(event.path("eventTime").asText())));
                }
            }
        }
        return begun;
    }

    /** Of a worker, as {@code number@host}. */
    private static String identity(JsonNode event) {
        for (String kind : List.of("activityTaskStartedEventAttributes", "workflowTaskStartedEventAttributes")) {
            String identity = event.path(kind).path("identity").asText();
            if (identity.matches("\\d+@.*")) {
                return identity;
            }
        }
        return "";
    }

    private JsonNode ask(List<String> question) {
        List<String> command = new ArrayList<>(List.of(temporal.toString(), "workflow"));
        command.addAll(question);
        command.addAll(List.of("--address", address, "--output", "json"));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            byte[] answer = process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new LaunchFailure(String.join(" ", command) + " failed.");
            }
            return JSON.readTree(answer);
        } catch (JsonProcessingException strange) {
            throw new LaunchFailure(String.join(" ", command) + " answered with something that is no JSON", strange);
        } catch (IOException missing) {
            throw new LaunchFailure("The program " + temporal + " cannot be run: " + missing.getMessage(), missing);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("The drill was stopped.", stopped);
        }
    }
}
