package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.local.AppBuild;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A round that disturbs one campaign while it is sent: people in, launch, disturb, wait for the end, audit. */
abstract class CampaignRound implements Round {

    /** Rows of one claim: small, so that faults meet many of them. */
    static final int MICRO_BATCH = 100;

    private static final int DISPATCHES = 4;

    /** Breaks things while the campaign is sent. */
    protected abstract void disturb(Scene scene);

    /** How many faults {@link #disturb} is to report. */
    protected abstract int faultsAsked();

    /**
     * How many attempts may stay in doubt beside those whose call a process had begun when it was killed: none, unless the round itself
     * makes vendors hang, reset or fail.
     */
    protected long unknownBound(Scene scene) {
        return 0;
    }

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
    protected void prepare(Stage stage, Ground ground) {}

    /** What is launched. */
    protected Path definition(Ground ground) {
        return ground.settings().checkout().resolve("workflows/demo-campaign.yaml");
    }

    /** After the end: breaches go to the scene. */
    protected void verify(Scene scene, Audit audit) {}

    /** Everything that a process may have claimed of one account's messages and not written. */
    static long claimsOfAnAccount() {
        return (long) MICRO_BATCH * DISPATCHES;
    }

    /** Everybody's path, as it is held against the policy. */
    protected Paths paths(Scene scene, Audit.Evidence evidence) {
        return Paths.of(new Ledger(scene.ground().database()), scene.run());
    }

    /** Whether the round cancels its campaign; any other has to be completed. */
    protected boolean cancels() {
        return false;
    }

    /**
     * Fallback went to exactly those not reached, nobody was passed over who agreed and can be reached, nobody was sent to who did not
     * agree, nobody was refused whom no vendor refuses, and everybody ended as what was sent to them.
     *
     * @param isCancelled whether the round has cancelled the campaign
     */
    static void judgePeople(Scene scene, long run, Paths paths, Audit.Evidence evidence, boolean isCancelled) {
        Ledger ledger = new Ledger(scene.ground().database());
        Fallbacks.wrong(paths).forEach(scene::breach);
        Fallbacks.denied(ledger, run).forEach(scene::breach);
        Denials.wrong(scene.customers(), ledger, run, isCancelled).forEach(scene::breach);
        Uninvited.wrong(scene.customers(), paths.people(), evidence.messages()).forEach(scene::breach);
        Refusals.wrong(ledger, run).forEach(scene::breach);
        Refusals.unfounded(scene.ground().sandbox(), scene.customers(), ledger, run)
                .forEach(scene::breach);
        Ends.wrong(Paths.still(ledger, run)).forEach(scene::breach);
    }

    /** Whether the app that begins the campaign is of today. */
    protected boolean beginsWithToday() {
        return true;
    }

    /** Doubts of which vendors told are settled, and the others stand as the policy leaves them. */
    protected void settled(Scene scene, Audit.Evidence evidence) {
        Paths paths = Paths.of(new Ledger(scene.ground().database()), scene.run());
        Settlement.wrong(evidence, paths).forEach(scene::breach);
    }

    /** How many doubts the kills account for; what else is wrong with them goes to the scene. */
    private static long ofKills(Scene scene, Audit.Evidence evidence) {
        Ledger ledger = new Ledger(scene.ground().database());
        scene.doubts().wrong(ledger.processLost(scene.run())).forEach(scene::breach);
        long bound = scene.doubts().bound(evidence.taken());
        scene.console()
                .say(
                        "drill",
                        scene.doubts().begun() + " begun calls were open after all kills of an app, " + bound
                                + " of them may be in doubt; in doubt are " + ledger.doubts(scene.run()));
        return bound;
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
        Customers customers = outreach.people(stage.customers(), stage.seed());
        prepare(stage, ground);
        long before = new Accepted(ground.sandbox()).count();
        long began = System.nanoTime();
        long run = outreach.launch(definition(ground));
        CarillonApi api = ground.api();
        try (SumWatch sums =
                new SumWatch(new SumWatch.Teller(api, beginsWithToday()), new Ledger(ground.database()), run)) {
            Scene scene = new Scene(stage, ground, before, run, sums, customers);
            disturb(scene);
            JsonNode end = Outreach.await(api, run, Outreach::isEnded, Scene.AT_MOST);
            long audience = end.path("sum").path("audience").asLong();
            // It would prove less than the round says.
            Audience.tooSmall(audience, scene.recipients()).ifPresent(scene::breach);
            boolean isCancelled = !Outreach.isCompleted(end);
            if (isCancelled && !cancels()) {
                scene.breach("the campaign ended as " + end.path("state").asText() + ", which nobody asked for");
            }
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            Set<String> inDoubt = new HashSet<>(scene.doubts().keys());
            inDoubt.addAll(new Ledger(ground.database()).inDoubt(run));
            Audit.Evidence evidence = Settlement.evidence(ground, run);
            Audit audit = evidence.audit(audience);
            judgePeople(scene, run, paths(scene, evidence), evidence, cancels());
            settled(scene, evidence);
            scene.requireRest();
            stage.console().say("drill", Settlement.of(inDoubt, evidence).summary());
            verify(scene, audit);
            sums.end();
            stage.console()
                    .say(
                            "drill",
                            sums.looks() + " looks at the sums, " + sums.samples() + " of them before the end and "
                                    + sums.exact() + " while no row changed, held against the rows themselves");
            new Leaks(ground).found(stage.console()).forEach(scene::breach);
            long bound = ofKills(scene, evidence) + unknownBound(scene);
            return new Report(
                    name(),
                    audit,
                    sums.samples(),
                    sums.wrong(),
                    scene.faults(),
                    faultsAsked(),
                    bound,
                    took,
                    scene.breaches());
        }
    }
}
