package io.carillon.launcher.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.Pause;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What Temporal's server itself says.
 *
 * <p>Actions are what Temporal bills: workflow starts, activities scheduled, timers, child workflows, signals, heartbeats, search
 * attributes, continue-as-new. The server counts them in its own metric {@code action}, by namespace, each when it is done; nothing
 * here adds to it or leaves something out, and heartbeats count as often as they reached the server.
 *
 * @param program the {@code temporal} command
 * @param address of the frontend
 * @param metrics where the server tells its metrics
 */
record TemporalFigures(Path program, String address, URI metrics) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ACTION = "action{";
    private static final String NAMESPACE = "namespace=\"default\"";
    // The server brings its counts to the page once a second.
    private static final Duration REPORTED = Duration.ofMillis(2_500);

    /** Actions of all workflows since the server's start. Waits until the last ones are told. */
    double actions() {
        Pause.of(REPORTED);
        return actions(body(metrics));
    }

    /** The sum over a page of metrics. */
    static double actions(String page) {
        return page.lines()
                .filter(line -> line.startsWith(ACTION) && line.contains(NAMESPACE))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** When an activity was begun and when it was done. */
    record Activity(Instant started, Instant completed) {
        double seconds() {
            return Clocks.seconds(started, completed);
        }
    }

    /** The activity with which a campaign's workflow begins: the freeze. */
    Activity freezeOf(long run) {
        String workflow = "campaign:" + run;
        Instant started = null;
        for (JsonNode event : firstHistory(workflow).path("events")) {
            Instant at = Instant.parse(event.path("eventTime").asText());
            String type = event.path("eventType").asText();
            if (type.equals("EVENT_TYPE_ACTIVITY_TASK_STARTED")) {
                started = at;
            } else if (type.equals("EVENT_TYPE_ACTIVITY_TASK_COMPLETED") && started != null) {
                return new Activity(started, at);
            }
        }
        throw new LaunchFailure("The workflow " + workflow + " has no completed activity");
    }

    /** Such as {@code 1.5.1 (Server 1.29.1, UI 2.42.1)}. */
    String version() {
        return run("--version").strip().replaceFirst("^temporal version ", "");
    }

    /** Of the first execution: a workflow that continued as new began with the freeze long before. */
    private JsonNode firstHistory(String workflow) {
        JsonNode latest = history(workflow, "");
        JsonNode began = latest.path("events").path(0).path("workflowExecutionStartedEventAttributes");
        boolean isContinued = !began.path("continuedExecutionRunId").asText().isEmpty();
        return isContinued ? history(workflow, began.path("firstExecutionRunId").asText()) : latest;
    }

    private JsonNode history(String workflow, String execution) {
        List<String> command = new ArrayList<>(
                List.of("workflow", "show", "--address", address, "--workflow-id", workflow, "--output", "json"));
        if (!execution.isEmpty()) {
            command.addAll(List.of("--run-id", execution));
        }
        try {
            return JSON.readTree(run(command.toArray(String[]::new)));
        } catch (JsonProcessingException noJson) {
            throw new LaunchFailure("Temporal's history of " + workflow + " is no JSON", noJson);
        }
    }

    private String run(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = program.toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Machine.output(command);
    }

    private static String body(URI place) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(place).build(),
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                    .body();
        } catch (IOException away) {
            throw new LaunchFailure("Temporal's metrics at " + place + " cannot be read: " + away.getMessage(), away);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("The bench was stopped.", stopped);
        }
    }
}
