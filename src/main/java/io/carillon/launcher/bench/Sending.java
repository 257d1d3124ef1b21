package io.carillon.launcher.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Sends campaigns over REST and waits for their end. */
final class Sending {
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration AT_MOST = Duration.ofMinutes(40);

    private final Site site;

    Sending(Site site) {
        this.site = site;
    }

    /** Creates the campaign; answers its id. */
    long create(Definition definition) {
        return site.api()
                .postJson("/api/campaigns", definition.body())
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

    /** Sends one to its end; also if not everybody was reached. */
    Sent send(Definition definition) {
        return send(definition, progress -> {});
    }

    /** The same; {@code each} sees every progress answer on the way. */
    Sent send(Definition definition, Consumer<JsonNode> each) {
        long run = create(definition);
        SmtpSink sink = site.sink();
        if (sink != null) {
            sink.reset();
        }
        long takenBefore = site.taken();
        Cpu before = site.cpu();
        Instant asked = launch(run);
        List<Double> looks = new ArrayList<>();
        JsonNode sum = awaitEnd(run, looks, each).path("sum");
        Cpu used = site.cpu().since(before);
        RunTimes times = RunTimes.read(site.database(), run);
        Sent sent =
                new Sent(run, sum.path("audience").asLong(), sum.path("sent").asLong(), asked, times, used, looks);
        requireTrue(definition, sent, site.taken() - takenBefore);
        return sent;
    }

    /** What is fast and wrong is no figure: the counters are the rows, and the vendors have what the rows say. */
    private void requireTrue(Definition definition, Sent sent, long taken) {
        requireAudience(definition, sent.run(), sent.people());
        JsonNode recount = site.api().get("/api/campaigns/" + sent.run() + "/reconciliation");
        if (!recount.path("agrees").asBoolean()) {
            throw new LaunchFailure("the figures of campaign " + sent.run() + " are not those of its rows: " + recount);
        }
        if (site.sees(definition.channel()) && taken != sent.taken()) {
            throw new LaunchFailure("campaign " + sent.run() + " sent " + sent.taken() + " messages by its rows, and "
                    + taken + " were taken");
        }
    }

    /** Fails where not the whole group is the campaign's audience: so many fewer people would be the faster figure. */
    void requireAudience(Definition definition, long run, long people) {
        int group = site.groups().size(definition.tag());
        if (people != group) {
            throw new LaunchFailure(
                    "campaign " + run + " was frozen with " + people + " people, its group has " + group);
        }
    }

    /** Warms up, then sends as often as the plan asks. */
    List<Sent> rounds(Definition definition) {
        WarmUp.with(() -> send(definition).perSecondFromClaim());
        List<Sent> rounds = new ArrayList<>();
        for (int i = 0; i < site.plan().runs(); i++) {
            rounds.add(send(definition));
        }
        return rounds;
    }

    private JsonNode awaitEnd(long run, List<Double> looks, Consumer<JsonNode> each) {
        CarillonApi api = site.api();
        long end = System.nanoTime() + AT_MOST.toNanos();
        while (true) {
            long began = System.nanoTime();
            JsonNode progress = api.get("/api/campaigns/" + run + "/progress");
            looks.add((System.nanoTime() - began) / 1e6);
            each.accept(progress);
            if (progress.path("state").asText().equals("completed")) {
                return progress;
            }
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                throw new LaunchFailure("Campaign " + run + " is still under way after " + AT_MOST.toMinutes()
                        + " minutes: " + progress);
            }
            Pause.of(LOOK);
        }
    }
}
