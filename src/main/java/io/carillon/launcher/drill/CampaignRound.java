package io.carillon.launcher.drill;

import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.local.AppBuild;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A round that disturbs one campaign while it is sent: people in, launch, disturb, wait for the end, audit. */
abstract class CampaignRound implements Round {
    /** Rows of one claim: small, so that faults meet many of them. */
    static final int MICRO_BATCH = 100;

    /** One of so many. */
    private static final int MOST_TIMED_OUT = 50;

    private static final int DISPATCHES = 4;
    private static final int CHANNELS = 4;

    /** Breaks things while the campaign is sent. */
    protected abstract void disturb(Scene scene);

    /** How many faults {@link #disturb} is to report. */
    protected abstract int faultsAsked();

    /** How many attempts may stay in doubt. */
    protected abstract long unknownBound(Scene scene);

    /** Settings of the app beside a small micro-batch. */
    protected Map<String, String> settings() {
        return Map.of();
    }

    protected int processes() {
        return 1;
    }

    /** The app processes to start with. */
    protected Ground.Apps apps(Stage stage) {
        return new Ground.Apps(processes(), AppBuild.own(stage.outer()));
    }

    /** When everything but further apps is up, before anybody is imported. */
    protected void prepareStart(Ground ground) {}

    /** Before the launch. */
    protected void prepare(Ground ground) {}

    /** What is launched. */
    protected Path definition(Ground ground) {
        return ground.settings().checkout().resolve("workflows/demo-campaign.yaml");
    }

    /** After the end: breaches go to the scene. */
    protected void verify(Scene scene, Audit audit) {}

    /** Of one kill: everything that a process may have claimed and not written. */
    protected static long claimsInTheAir() {
        return (long) MICRO_BATCH * DISPATCHES * CHANNELS;
    }

    /** Fallback went to exactly those not reached. */
    static void fallbacks(Scene scene) {
        Ledger ledger = new Ledger(scene.ground().database());
        Fallbacks.wrong(Paths.of(ledger, scene.run())).forEach(scene::breach);
        Fallbacks.denied(ledger, scene.run()).forEach(scene::breach);
    }

    /** Calls that nobody disturbed may yet end by their time-out on a crowded machine: doubts, and written as such, but few. */
    private static long timeOuts(Scene scene, Audit audit) {
        return Math.min(new Ledger(scene.ground().database()).timedOut(scene.run()), audit.people() / MOST_TIMED_OUT);
    }

    @Override
    public Report play(Stage stage) {
        Map<String, String> all = new java.util.HashMap<>(settings());
        all.putIfAbsent("CARILLON_MICRO_BATCH", Integer.toString(MICRO_BATCH));
        try (Ground ground = Ground.start(stage.outer(), stage.folder(), all, apps(stage), stage.console())) {
            prepareStart(ground);
            return play(stage, ground);
        }
    }

    /** Plays on ground that is there already. */
    Report play(Stage stage, Ground ground) {
        Outreach outreach = new Outreach(ground, stage.console());
        outreach.people(stage.customers(), stage.seed());
        prepare(ground);
        long before = new Accepted(ground.sandbox()).count();
        long began = System.nanoTime();
        long run = outreach.launch(definition(ground));
        CarillonApi api = ground.api();
        try (SumWatch sums = new SumWatch(api, "/api/campaigns/" + run + "/progress")) {
            Scene scene = new Scene(stage, ground, before, run, sums);
            disturb(scene);
            long audience = Outreach.await(api, run, Outreach::isEnded, Scene.AT_MOST)
                    .path("sum")
                    .path("audience")
                    .asLong();
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            Audit audit = Audit.of(ground, run, audience);
            fallbacks(scene);
            verify(scene, audit);
            return new Report(
                    name(),
                    audit,
                    sums.samples(),
                    sums.wrong(),
                    scene.faults(),
                    faultsAsked(),
                    unknownBound(scene) + timeOuts(scene, audit),
                    took,
                    scene.breaches());
        }
    }
}
