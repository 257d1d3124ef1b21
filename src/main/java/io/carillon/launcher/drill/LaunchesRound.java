package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.local.LaunchFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** R7: eight clients launch one campaign at once, and a second launcher comes for the same data. */
public final class LaunchesRound extends CampaignRound {
    private static final int CLIENTS = 8;
    /** Of the messages: the second launcher comes while most are still to be sent. */
    private static final double EARLY = 0.1;

    /** Of the messages: so many have to leave when the second launcher has ended. */
    private static final double LEAST_AFTER = 0.02;

    private Map<String, JsonNode> rates = Map.of();

    /** A launch that was answered as taken. */
    record Taken(String key, JsonNode answer) {}

    @Override
    public String name() {
        return "R7";
    }

    @Override
    public String story() {
        return CLIENTS + " clients launch one campaign at once; a second launcher on the same data";
    }

    /** Slowly at first, so that the second launcher meets messages. */
    @Override
    protected void prepare(Stage stage, Ground ground) {
        Accounts accounts = new Accounts(ground.api());
        rates = accounts.rates();
        accounts.slowly(stage.customers());
    }

    /**
     * A second launcher while the campaign is sent; then campaigns from eight clients each: every client with a key of its own, half of
     * them with one, and all of them with one.
     */
    @Override
    protected void disturb(Scene scene) {
        try {
            scene.awaitShare(EARLY);
            second(scene);
        } finally {
            new Accounts(scene.ground().api()).restore(rates);
        }
        List<String> own = IntStream.range(0, CLIENTS).mapToObj(i -> "key-" + i).toList();
        launch(scene, own);
        launch(
                scene,
                IntStream.range(0, CLIENTS)
                        .mapToObj(i -> i % 2 == 0 ? "half-key" : own.get(i))
                        .toList());
        launch(scene, Collections.nCopies(CLIENTS, "one-key"));
    }

    private static void launch(Scene scene, List<String> keys) {
        Path definition = scene.ground().settings().checkout().resolve("workflows/demo-campaign.yaml");
        long draft = new Outreach(scene.ground(), scene.console()).create(definition);
        List<Taken> taken = launchTogether(scene.ground().api(), draft, keys);
        scene.fault(CLIENTS + " launches of campaign " + draft + " by "
                + Set.copyOf(keys).size() + " keys, those of "
                + taken.stream().map(Taken::key).toList() + " answered as taken,");
        if (taken.isEmpty()) {
            scene.breach("campaign " + draft + ": none of " + CLIENTS + " launches was taken");
            return;
        }
        JsonNode end = Outreach.await(scene.ground().api(), draft, Outreach::isEnded, Scene.AT_MOST);
        // However late it comes: a client that lost its answer asks with the same key again.
        String key = taken.get(0).key();
        taken.add(launch(scene.ground().api(), draft, key).orElse(new Taken(key, TextNode.valueOf("refused"))));
        wrong(taken).ifPresent(scene::breach);
        if (!Outreach.isCompleted(end)) {
            scene.breach("campaign " + draft + " ended as " + end.path("state").asText() + ", which nobody asked for");
        }
        Audit.Evidence evidence = Audit.evidence(scene.ground(), draft);
        Audit second = evidence.audit(end.path("sum").path("audience").asLong());
        try (SumWatch sums =
                new SumWatch(scene.ground().api(), new Ledger(scene.ground().database()), draft)) {
            sums.end();
            sums.wrong().forEach(wrong -> scene.breach("campaign " + draft + ": " + wrong));
        }
        judgePeople(scene, draft, Paths.of(new Ledger(scene.ground().database()), draft), evidence, false);
        if (!second.holds()) {
            scene.breach("campaign " + draft + ": ledger and vendors differ: " + second.examples());
        }
        if (second.unknown() > 0) {
            scene.breach(
                    "campaign " + draft + ": " + second.unknown() + " messages are in doubt, and nothing had died");
        }
    }

    /** One key was first; whoever has it too gets its answer, or is told that it is at work. */
    static Optional<String> wrong(List<Taken> taken) {
        Set<String> keys = taken.stream().map(Taken::key).collect(Collectors.toSet());
        if (keys.size() != 1) {
            return Optional.of("of " + CLIENTS + " launches those of " + keys + " were taken, not those of one key");
        }
        Set<JsonNode> answers = taken.stream().map(Taken::answer).collect(Collectors.toSet());
        return answers.size() == 1
                ? Optional.empty()
                : Optional.of("launches with one key were answered as " + answers + ", not alike");
    }

    private static List<Taken> launchTogether(CarillonApi api, long campaign, List<String> keys) {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<Optional<Taken>>> launches = new ArrayList<>();
            keys.forEach(key -> launches.add(() -> launch(api, campaign, key)));
            List<Taken> taken = new ArrayList<>();
            for (Future<Optional<Taken>> answer : threads.invokeAll(launches)) {
                answer.get().ifPresent(taken::add);
            }
            return taken;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("The drill was stopped.", stopped);
        } catch (ExecutionException broken) {
            throw new LaunchFailure("A launch broke: " + broken.getCause().getMessage(), broken);
        } finally {
            threads.shutdown();
        }
    }

    /** Empty where it was refused as launched before, or at work. */
    private static Optional<Taken> launch(CarillonApi api, long campaign, String key) {
        try {
            JsonNode answer = api.post("/api/campaigns/" + campaign + "/launch", Map.of("Idempotency-Key", key))
                    .body();
            return Optional.of(new Taken(key, answer));
        } catch (LaunchFailure refused) {
            String why = String.valueOf(refused.getMessage());
            if (why.contains("answered 409")) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** {@code ./carillon up} on the data that this ground has up: says so, starts nothing, and ends. */
    private static void second(Scene scene) {
        SecondLauncher.Ended ended = SecondLauncher.up(scene.ground().settings());
        scene.fault("a second launcher, which said: " + ended.firstLine() + ",");
        if (!scene.awaitMessages(scene.messages() + scene.share(LEAST_AFTER))) {
            scene.breach("hardly a message left after the second launcher");
        }
        if (ended.code() != 0 || !ended.said().contains("already up")) {
            scene.breach(
                    "a second launcher on the same data ended with " + ended.code() + " and said: " + ended.said());
        }
    }

    @Override
    protected int faultsAsked() {
        return 4;
    }
}
