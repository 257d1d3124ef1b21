package io.carillon.launcher.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether an app process can be used: its health says so, with PostgreSQL, Temporal and workers that ask it for work, and then a
 * call such as any user's first one, through the token and the database, is answered in time. On a crowded machine that call may
 * take much longer than the health's. For one thread.
 */
final class AppReadiness implements Readiness {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CALL = "/api/campaigns?limit=1";
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;

    private final String url;
    private final Path token;
    private volatile String waitsFor = "the app to listen";

    /**
     * @param token the file that the app's first start writes
     */
    AppReadiness(String url, Path token) {
        this.url = url;
        this.token = token;
    }

    @Override
    public boolean isReady() {
        HttpProbe.Answer health = HttpProbe.ask(url + "/q/health/ready", Optional.empty());
        if (health.status() != OK) {
            waitsFor = health.status() == HttpProbe.NONE ? "the app to listen" : missing(health.body());
            return false;
        }
        HttpProbe.Answer call = HttpProbe.ask(url + CALL, token());
        // Where the file has no token of this database, as in production it may, the look-up of the token was the call.
        boolean isAnswered = call.status() == OK || call.status() == UNAUTHORIZED;
        if (!isAnswered) {
            waitsFor = "a first call to be answered: GET " + CALL + " was "
                    + (call.status() == HttpProbe.NONE ? "not answered" : "answered " + call.status());
        }
        return isAnswered;
    }

    @Override
    public String waitsFor() {
        return waitsFor;
    }

    private Optional<String> token() {
        try {
            return Optional.of(Files.readString(token).strip());
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    /** The names of the checks that are not up. */
    private static String missing(String health) {
        List<String> names = new ArrayList<>();
        try {
            for (JsonNode check : JSON.readTree(health).path("checks")) {
                if (!check.path("status").asText().equals("UP")) {
                    names.add(check.path("name").asText());
                }
            }
        } catch (JsonProcessingException noHealth) {
            return "its health to be readable";
        }
        return names.isEmpty() ? "its health to be good" : String.join(", ", names);
    }
}
