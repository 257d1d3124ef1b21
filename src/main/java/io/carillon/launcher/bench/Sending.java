package io.carillon.launcher.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Sends campaigns over REST and waits for their end. */
final class Sending {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration AT_MOST = Duration.ofMinutes(40);

    private final Site site;

    Sending(Site site) {
        this.site = site;
    }

    /** Creates the campaign; answers its id. */
    long create(String yaml) {
        return site.api()
                .postText("/api/campaigns", "application/yaml", yaml)
                .body()
                .path("id")
                .asLong();
    }

    /** Launches it; answers when that was asked for. */
    Instant launch(long campaign) {
        Instant asked = Instant.now();
        site.api().post("/api/campaigns/" + campaign + "/launch", Map.of("Idempotency-Key", "bench-" + campaign));
        return asked;
    }

    /** Sends one to its end; everybody must have been reached. */
    Sent send(String yaml) {
        long run = create(yaml);
        Instant asked = launch(run);
        return finish(run, asked);
    }

    /** Waits for the end of one that was launched. */
    Sent finish(long run, Instant asked) {
        JsonNode sum = awaitEnd(run).path("sum");
        RunTimes times = RunTimes.read(site.database(), run);
        long accepted = times.states().entrySet().stream()
                .filter(state -> !state.getKey().equals("refused"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        if (sum.path("sent").asLong() != sum.path("audience").asLong()) {
            throw new LaunchFailure("Campaign " + run + " did not reach everybody, so its speed says nothing: " + sum
                    + ", attempts " + times.states());
        }
        return new Sent(run, sum.path("audience").asLong(), accepted, asked, times);
    }

    private JsonNode awaitEnd(long run) {
        CarillonApi api = site.api();
        long end = System.nanoTime() + AT_MOST.toNanos();
        while (true) {
            JsonNode progress = api.get("/api/campaigns/" + run + "/progress");
            if (progress.path("state").asText().equals("completed")) {
                return progress;
            }
            if (System.nanoTime() > end) {
                throw new LaunchFailure("Campaign " + run + " is still under way after " + AT_MOST.toMinutes()
                        + " minutes: " + progress);
            }
            Pause.of(LOOK);
        }
    }
}
