package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.local.LaunchFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** R7: eight clients launch one campaign at once, and a second launcher comes for the same data. */
public final class LaunchesRound extends CampaignRound {
    private static final int CLIENTS = 8;

    @Override
    public String name() {
        return "R7";
    }

    @Override
    public String story() {
        return CLIENTS + " clients launch one campaign at once; a second launcher on the same data";
    }

    /** Two campaigns from eight clients each while another one is sent: each client with a key of its own, and half of them with one. */
    @Override
    protected void disturb(Scene scene) {
        List<String> own = IntStream.range(0, CLIENTS).mapToObj(i -> "key-" + i).toList();
        launch(scene, own);
        launch(
                scene,
                IntStream.range(0, CLIENTS)
                        .mapToObj(i -> i % 2 == 0 ? "one-key" : own.get(i))
                        .toList());
        second(scene);
    }

    private static void launch(Scene scene, List<String> keys) {
        Path definition = scene.ground().settings().checkout().resolve("workflows/demo-campaign.yaml");
        long draft = new Outreach(scene.ground(), scene.console()).create(definition);
        List<String> taken = launchTogether(scene.ground().api(), draft, keys);
        scene.fault(CLIENTS + " launches of campaign " + draft + " by "
                + Set.copyOf(keys).size() + " keys, those of " + taken + " answered as taken,");
        wrong(taken).ifPresent(scene::breach);
        JsonNode end = Outreach.await(scene.ground().api(), draft, Outreach::isEnded, Scene.AT_MOST);
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
        fallbacks(scene, draft, Paths.of(new Ledger(scene.ground().database()), draft), evidence, false);
        if (!second.holds()) {
            scene.breach("campaign " + draft + ": ledger and vendors differ: " + second.examples());
        }
        if (second.unknown() > 0) {
            scene.breach(
                    "campaign " + draft + ": " + second.unknown() + " messages are in doubt, and nothing had died");
        }
    }

    /**
     * One key was first; whoever has it too gets its answer, or is told that it is at work.
     *
     * @param taken keys of the launches that were answered as taken
     */
    static Optional<String> wrong(List<String> taken) {
        return Set.copyOf(taken).size() == 1
                ? Optional.empty()
                : Optional.of("of " + CLIENTS + " launches those of " + taken + " were taken, not those of one key");
    }

    private static List<String> launchTogether(CarillonApi api, long campaign, List<String> keys) {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<Boolean>> launches = new ArrayList<>();
            keys.forEach(key -> launches.add(() -> isTaken(api, campaign, key)));
            List<Future<Boolean>> answers = threads.invokeAll(launches);
            List<String> taken = new ArrayList<>();
            for (int i = 0; i < answers.size(); i++) {
                if (Boolean.TRUE.equals(answers.get(i).get())) {
                    taken.add(keys.get(i));
                }
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

    private static boolean isTaken(CarillonApi api, long campaign, String key) {
        try {
            api.post("/api/campaigns/" + campaign + "/launch", Map.of("Idempotency-Key", key));
            return true;
        } catch (LaunchFailure refused) {
            String why = String.valueOf(refused.getMessage());
            if (why.contains("answered 409")) {
                return false;
            }
            throw refused;
        }
    }

    /** {@code ./carillon up} on the data that this ground has up: says so, starts nothing, and ends. */
    private static void second(Scene scene) {
        SecondLauncher.Ended ended = SecondLauncher.up(scene.ground().settings());
        scene.console().say("drill", "a second launcher said: " + ended.firstLine());
        if (ended.code() != 0 || !ended.said().contains("already up")) {
            scene.breach(
                    "a second launcher on the same data ended with " + ended.code() + " and said: " + ended.said());
        }
    }

    @Override
    protected int faultsAsked() {
        return 2;
    }
}
