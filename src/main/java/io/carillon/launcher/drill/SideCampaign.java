package io.carillon.launcher.drill;

/** A campaign of a few people beside the round's own, by which one more thing is held. */
final class SideCampaign {
    private final Scene scene;
    private final long run;

    private SideCampaign(Scene scene, long run) {
        this.scene = scene;
        this.run = run;
    }

    /** Launches one. */
    static SideCampaign launch(Scene scene, String yaml) {
        long run = Outreach.create(scene.ground().api(), yaml);
        Outreach.launch(scene.ground().api(), run);
        return new SideCampaign(scene, run);
    }

    long run() {
        return run;
    }

    /** Waits for its end; what the ledger and the vendors do not agree on goes to the scene. */
    void end() {
        long audience = Outreach.await(scene.ground().api(), run, Outreach::isEnded, Scene.AT_MOST)
                .path("sum")
                .path("audience")
                .asLong();
        Audit audit = Audit.of(scene.ground(), run, audience);
        if (!audit.holds()) {
            scene.breach("campaign " + run + ": ledger and vendors differ: " + audit.examples());
        }
    }
}
