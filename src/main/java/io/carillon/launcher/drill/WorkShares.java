package io.carillon.launcher.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.launcher.drill.Dispatches.Dispatch;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.TemporalCli;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which process worked how much on a run, as Temporal's server wrote it down. */
final class WorkShares {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** How the names of the channels' queues end, with the channel behind it. */
    private static final String SEND_QUEUE = "-send-";

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
        for (JsonNode history : histories(run)) {
            for (JsonNode event : history.path("events")) {
                String identity = identity(event);
                if (!identity.isEmpty()) {
                    begun.add(new Begun(process(identity), time(event)));
                }
            }
        }
        return begun;
    }

    private List<JsonNode> histories(long run) {
        List<JsonNode> histories = new ArrayList<>();
        for (JsonNode workflow : ask(List.of("list", "--query", "CarillonRun = '" + run + "'", "--limit", "1000"))) {
            JsonNode execution = workflow.path("execution");
            histories.add(ask(List.of(
                    "show",
                    "--workflow-id",
                    execution.path("workflowId").asText(),
                    "--run-id",
                    execution.path("runId").asText())));
        }
        return histories;
    }

    /** Dispatches of a run on a channel that have ended; of one that was tried again the last try. */
    List<Dispatch> dispatches(long run, String channel) {
        List<Dispatch> dispatches = new ArrayList<>();
        for (JsonNode history : histories(run)) {
            Map<String, JsonNode> scheduled = new HashMap<>();
            Map<String, JsonNode> started = new HashMap<>();
            for (JsonNode event : history.path("events")) {
                if (event.path("activityTaskScheduledEventAttributes")
                        .path("taskQueue")
                        .path("name")
                        .asText()
                        .endsWith(SEND_QUEUE + channel)) {
                    scheduled.put(event.path("eventId").asText(), event);
                }
                started.put(event.path("eventId").asText(), event);
                JsonNode end = event.path("activityTaskCompletedEventAttributes");
                JsonNode begin = started.get(end.path("startedEventId").asText());
                if (begin != null
                        && scheduled.containsKey(end.path("scheduledEventId").asText())) {
                    dispatches.add(new Dispatch(process(identity(begin)), time(begin), time(event)));
                }
            }
        }
        return dispatches;
    }

    private static long process(String identity) {
        return Long.parseLong(identity.substring(0, identity.indexOf('@')));
    }

    private static Instant time(JsonNode event) {
        return Instant.parse(event.path("eventTime").asText());
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
