package io.carillon.launcher.drill;

import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.local.LaunchFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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

    /** Launches again what is being launched, from eight clients, four of them with one key. */
    @Override
    protected void disturb(Scene scene) {
        Path definition = scene.ground().settings().checkout().resolve("workflows/demo-campaign.yaml");
        long draft = new Outreach(scene.ground(), scene.console()).create(definition);
        int taken = launchTogether(scene.ground().api(), draft);
        scene.fault(CLIENTS + " launches of campaign " + draft + ", " + taken + " answered as taken,");
        Outreach.await(scene.ground().api(), draft, Outreach::isEnded, Scene.AT_MOST);
        Audit second = Audit.of(
                scene.ground(),
                draft,
                scene.ground()
                        .api()
                        .get("/api/campaigns/" + draft + "/progress")
                        .path("sum")
                        .path("audience")
                        .asLong());
        try (SumWatch sums =
                new SumWatch(scene.ground().api(), new Ledger(scene.ground().database()), draft)) {
            sums.end();
            sums.wrong().forEach(wrong -> scene.breach("campaign " + draft + ": " + wrong));
        }
        if (!second.holds()) {
            scene.breach("campaign " + draft + ": ledger and vendors differ: " + second.examples());
        }
        // One was first. If it has the key that four share, the others of them get its answer, or are told that it is
        // at work.
        if (taken < 1 || taken > CLIENTS / 2) {
            scene.breach(taken + " of " + CLIENTS + " launches were taken");
        }
        second(scene);
    }

    private static int launchTogether(CarillonApi api, long campaign) {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<Boolean>> launches = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String key = i % 2 == 0 ? "one-key" : "key-" + i;
                launches.add(() -> isTaken(api, campaign, key));
            }
            int taken = 0;
            for (Future<Boolean> answer : threads.invokeAll(launches)) {
                taken += Boolean.TRUE.equals(answer.get()) ? 1 : 0;
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
        return 1;
    }
}
