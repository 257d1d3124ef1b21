package io.carillon.launcher.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Carillon's REST as a script would use it. An answer outside 2xx is a {@link LaunchFailure} with the app's own sentence and
 * its findings. Thread-safe.
 */
public final class CarillonApi {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIME_OUT = Duration.ofMinutes(2);

    private final URI base;
    private final Optional<String> token;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /**
     * @param token the bearer token; empty for the sandbox, which asks for none
     */
    public CarillonApi(String base, Optional<String> token) {
        this.base = URI.create(base);
        this.token = token;
    }

    /** An answer: where it points to, and its JSON (null node if it has no body). */
    public record Answer(Optional<String> location, JsonNode body) {}

    public JsonNode get(String path) {
        return send(request(path).GET()).body();
    }

    public Answer postJson(String path, Object body) {
        return post(path, "application/json", BodyPublishers.ofString(write(body)), Map.of());
    }

    public Answer postText(String path, String contentType, String text) {
        return post(path, contentType, BodyPublishers.ofString(text), Map.of());
    }

    public JsonNode putJson(String path, Object body) {
        return send(request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(write(body))))
                .body();
    }

    /** Streams a file. */
    public Answer postFile(String path, String contentType, Path file) {
        try {
            return post(path, contentType, BodyPublishers.ofFile(file), Map.of());
        } catch (IOException missing) {
            throw new LaunchFailure("The file " + file + " cannot be read: " + missing.getMessage(), missing);
        }
    }

    /** A command without a body. */
    public Answer post(String path, Map<String, String> headers) {
        return post(path, "application/json", BodyPublishers.noBody(), headers);
    }

    public void delete(String path) {
        send(request(path).DELETE());
    }

    private Answer post(String path, String contentType, BodyPublisher body, Map<String, String> headers) {
        HttpRequest.Builder request =
                request(path).header("Content-Type", contentType).POST(body);
        headers.forEach(request::header);
        return send(request);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(TIME_OUT).header("Accept", "application/json");
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    private Answer send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        String what = request.method() + " " + request.uri();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new LaunchFailure(what + " answered " + response.statusCode() + ": " + reason(response.body()));
            }
            return new Answer(response.headers().firstValue("Location"), read(what, response.body()));
        } catch (IOException broken) {
            throw new LaunchFailure(what + " was not answered (" + broken + ")", broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("Stopped during " + what, interrupted);
        }
    }

    private static JsonNode read(String what, String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException noJson) {
            throw new LaunchFailure(what + " answered with something that is no JSON", noJson);
        }
    }

    private static String write(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Our own request cannot be written", impossible);
        }
    }

    /** The problem's sentence and its findings, or the body as it is. */
    private static String reason(String body) {
        try {
            JsonNode problem = JSON.readTree(body);
            StringBuilder text = new StringBuilder(
                    problem.path("detail").asText(problem.path("title").asText(body)));
            problem.path("findings")
                    .forEach(finding -> text.append("\n  ")
                            .append(finding.path("place").asText())
                            .append(": ")
                            .append(finding.path("message").asText()));
            return text.toString();
        } catch (JsonProcessingException noJson) {
            return body;
        }
    }
}
