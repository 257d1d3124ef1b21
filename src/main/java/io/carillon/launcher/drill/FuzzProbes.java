package io.carillon.launcher.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.launcher.local.DataFolder;
import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a generated case does not ask: streams, and real addresses and secrets put where they are refused. For one thread. */
final class FuzzProbes {
    private static final int TOO_LONG = 1_100_000;
    private static final int REFUSED_FROM = 400;
    private static final int BROKEN_FROM = 500;
    private static final Duration TIME_OUT = Duration.ofMinutes(1);
    private static final String JSON = "application/json";

    private final Ground ground;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> refusals = new ArrayList<>();

    FuzzProbes(Ground ground, String token) {
        this.ground = ground;
        this.token = token;
    }

    /** The stream of a run that ended ends with it, one of nothing is refused; what does not hold, in a sentence. */
    Optional<String> streams(long ended) {
        String events = send("GET", "/api/campaigns/" + ended + "/progress/stream", "text/event-stream", "", token)
                .body();
        int none = send("GET", "/api/campaigns/" + (1L << 60) + "/progress/stream", "text/event-stream", "", token)
                .statusCode();
        return events.contains("event:completed") && none == 404
                ? Optional.empty()
                : Optional.of("the stream of a run that ended says " + events + ", that of no run answers " + none);
    }

    /** An answer as text. */
    String text(String path) {
        return send("GET", path, "*/*", "", token).body();
    }

    /** Sends what must not come back in the no that it gets; answers those noes. */
    List<String> refusals() {
        String[] person = person();
        String phone = person[0];
        String mailbox = person[1];
        DataFolder folder = ground.settings().folder();
        String secret = folder.secret("twilio.token");
        refuse(
                "/api/suppressions",
                "{\"address\":{\"kind\":\"mailbox\",\"value\":\"" + phone + "\"},\"reason\":\"x\"}");
        refuse(
                "/api/suppressions",
                "{\"address\":{\"kind\":\"phone\",\"value\":\"" + mailbox + "\"},\"reason\":\"x\"}");
        refuse("/api/suppressions", "{\"address\":\"" + phone + "\",\"reason\":\"x\"}");
        refuse(
                "/api/suppressions",
                "{\"addresses\":[{\"kind\":\"phone\",\"value\":[\"" + phone + "\"]}],\"reason\":\"x\"}");
        refuse("/api/suppressions", "{\"address\":{\"kind\":\"phone\",\"value\":\"" + phone + "\",\"reason\":");
        refuse("/api/segments", "{\"name\":\"x\",\"" + mailbox + "\":1}");
        refuse("/api/accounts/probe/check", "{}");
        refuse("PUT", "/api/accounts/probe", "{\"secrets\":{\"token\":\"" + secret + "\"}}", token);
        refuse("PUT", "/api/accounts/probe", "{\"secrets\":\"" + secret + "\"}", token);
        refuse("GET", "/api/profiles?phone=" + encoded(mailbox), "", token);
        refuse("GET", "/api/profiles?email=" + encoded(phone), "", token);
        refuse("GET", "/api/tokens", "", token + "x");
        refuse("/hooks/aliyun/aliyun-marketing/" + folder.secret("aliyun.hookSecret"), "{");
        refuse("/hooks/aliyun/aliyun-marketing/" + folder.secret("aliyun.hookSecret") + "/more", "{}");
        refuse("/hooks/aliyun/nobody/" + folder.secret("aliyun.hookSecret"), "[]");
        refuse("/hooks/smtp/shop-mail/" + folder.secret("smtp.hookSecret"), "x");
        misplaced(phone);
        misplaced(mailbox);
        for (String path : List.of(
                "/hooks/aliyun/aliyun-marketing/" + folder.secret("aliyun.hookSecret"),
                "/hooks/smtp/shop-mail/" + folder.secret("smtp.hookSecret"),
                "/api/profiles/" + encoded(mailbox),
                "/api/profiles/" + encoded(phone))) {
            otherwise(path);
        }
        return List.copyOf(refusals);
    }

    /** In every place of a path or a query that the document names, and in every text of a body that it shows. */
    private void misplaced(String value) {
        JsonNode paths = json("/q/openapi?format=json").path("paths");
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                String method = operation.getKey().toUpperCase(Locale.ROOT);
                String somewhere = path.getKey().replaceAll("\\{[^}]*}", "1");
                for (JsonNode parameter : operation.getValue().path("parameters")) {
                    String name = parameter.path("name").asText();
                    String place = parameter.path("in").asText();
                    if (place.equals("query")) {
                        refuse(method, somewhere + "?" + name + "=" + encoded(value), "{}", token);
                    } else if (place.equals("path")) {
                        String here = path.getKey()
                                .replace("{" + name + "}", encoded(value))
                                .replaceAll("\\{[^}]*}", "1");
                        refuse(method, here, "{}", token);
                    }
                }
                JsonNode shown = operation.getValue().at("/requestBody/content/application~1json/example");
                for (String field : texts(shown)) {
                    ObjectNode body = shown.deepCopy();
                    refuse(method, somewhere, body.put(field, value).toString(), token);
                }
            }
        }
    }

    private static List<String> texts(JsonNode body) {
        return body.properties().stream()
                .filter(field -> field.getValue().isTextual())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** By every method, in every form, and far too much of it: much of this is answered before anybody knows what is asked. */
    private void otherwise(String path) {
        for (String method : List.of("GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "MADE-UP")) {
            refuse(method, path, "", token);
        }
        refuse("POST", path, "x".repeat(TOO_LONG), token);
        keep(send(new Call("POST", path, "image/png", "text/x-made-up"), "{}", token), "POST " + path);
        keep(send(new Call("GET", path, "image/png", JSON), "", token), "GET " + path);
    }

    private JsonNode json(String path) {
        try {
            return new ObjectMapper().readTree(text(path));
        } catch (JsonProcessingException broken) {
            throw new LaunchFailure(path + " is not JSON", broken);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private void refuse(String path, String body) {
        refuse("POST", path, body, token);
    }

    private void refuse(String method, String path, String body, String bearer) {
        keep(send(method, path, JSON, body, bearer), method + " " + path);
    }

    private void keep(HttpResponse<String> response, String call) {
        if (response.statusCode() >= BROKEN_FROM) {
            throw new LaunchFailure(call + " answered " + response.statusCode());
        }
        if (response.statusCode() >= REFUSED_FROM) {
            refusals.add(response.body());
        }
    }

    /** A phone and a mailbox of the customer file. */
    private String[] person() {
        try (var lines = Files.lines(ground.settings().folder().demo().resolve("customers.csv"))) {
            return lines.skip(1)
                    .map(line -> line.split(",", -1))
                    .filter(cells -> cells.length > 5 && cells[3].length() > 8 && cells[5].contains("@"))
                    .map(cells -> new String[] {cells[3], cells[5]})
                    .findFirst()
                    .orElseThrow(() -> new LaunchFailure("Nobody in the customer file has a phone and a mailbox"));
        } catch (IOException unreadable) {
            throw new LaunchFailure("The customer file cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private HttpResponse<String> send(String method, String path, String accept, String body, String bearer) {
        return send(new Call(method, path, accept, JSON), body, bearer);
    }

    /** How something is asked. */
    private record Call(String method, String path, String accept, String type) {}

    private HttpResponse<String> send(Call call, String body, String bearer) {
        String method = call.method();
        String path = call.path();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(ground.settings().apiUrl() + path))
                .timeout(TIME_OUT)
                .header("Authorization", "Bearer " + bearer)
                .header("Accept", call.accept())
                .header("Content-Type", call.type())
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new LaunchFailure(method + " " + path + " was not answered: " + broken.getMessage(), broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("The drill was stopped.", stopped);
        }
    }
}
