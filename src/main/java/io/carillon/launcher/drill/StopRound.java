package io.carillon.launcher.drill;

import io.carillon.launcher.drill.Ledger.LeftOpen;
import io.carillon.launcher.local.LocalProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * R1b: the app is stopped as an operator stops it, by SIGTERM, at random moments of one campaign, and started again each time. What it
 * has begun it ends, and takes nothing more on: no doubt of any kind may come of it.
 */
public final class StopRound extends CampaignRound {
    private final int stops;

    /**
     * @param stops how often
     */
    public StopRound(int stops) {
        this.stops = stops;
    }

    @Override
    public String name() {
        return "R1b";
    }

    @Override
    public String story() {
        return "SIGTERM of the app at " + stops
                + " random moments of one campaign from launch to close, started again each time";
    }

    @Override
    protected void disturb(Scene scene) {
        boolean hasMetAnUpload = false;
        for (Moment moment : scene.kills(stops)) {
            if (!moment.await(scene)) {
                return;
            }
            moment.fault(scene, "stop");
            stopAndStart(scene);
            if (moment instanceof Moment.WhileSending && !hasMetAnUpload) {
                hasMetAnUpload = true;
                stopUnderAnUpload(scene);
            }
        }
    }

    /**
     * While the process waits for an upload it takes nothing more on; and whatever it does meanwhile it is able to do, though it has
     * perhaps not called a vendor yet.
     */
    private static void stopUnderAnUpload(Scene scene) {
        Ground ground = scene.ground();
        try (OpenUpload upload = OpenUpload.to(
                ground.settings().ports().app(), ground.settings().folder().token())) {
            if (awaitFirstClaims(scene)) {
                if (!upload.isAwaited()) {
                    scene.breach("the app waited for no upload when it was stopped");
                }
                scene.console().say("drill", "stop at the first messages that it takes on, with an upload open");
                stopAndStart(scene);
            } else {
                scene.breach("nothing was left to be taken on when an upload was open");
            }
        }
    }

    private static void stopAndStart(Scene scene) {
        scene.outage(() -> stop(scene), () -> scene.ground().app().start());
    }

    private static boolean awaitFirstClaims(Scene scene) {
        Ledger ledger = new Ledger(scene.ground().database());
        Instant started = ledger.clock();
        return scene.awaitSo(() -> !ledger.claimedSince(scene.run(), started).isEmpty());
    }

    private static void stop(Scene scene) {
        Ledger ledger = new Ledger(scene.ground().database());
        Instant asked = ledger.clock();
        long began = System.nanoTime();
        scene.ground().app().stop();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        if (took.compareTo(LocalProcess.STOP_GRACE) >= 0) {
            scene.breach("the app did not end within " + LocalProcess.STOP_GRACE.toSeconds() + " s and was killed");
        }
        Map<String, Long> claimed = ledger.claimedSince(scene.run(), asked);
        scene.console().say("drill", "stopped within " + took.toMillis() + " ms, claimed meanwhile: " + claimed);
        long most = ledger.batches(scene.run()) * claimsOfADispatch();
        claimed.forEach((account, messages) -> {
            if (messages > Math.min(most, 2 * claimsOfAnAccount())) {
                scene.breach(messages + " messages of account " + account
                        + " were claimed after the stop was asked for, by dispatches that make one claim at a time");
            }
        });
        long open = ledger.leftOpen(scene.run(), ledger.clock()).stream()
                .filter(LeftOpen::isBegun)
                .count();
        if (open > 0) {
            scene.breach(open + " begun calls were left open by a stop");
        }
    }

    /** The claim that it was about to make when the signal came, and one until it heard of it. */
    private static long claimsOfADispatch() {
        return 2L * MICRO_BATCH;
    }

    @Override
    protected int faultsAsked() {
        return stops;
    }
}
