package io.carillon.launcher.drill;

import io.carillon.launcher.local.LaunchFailure;
import java.util.Map;

/**
 * A campaign that the backup has as a draft, because it was launched after it was taken. The restored database cannot know what left:
 * a second launch would send all of it twice, so it has to be refused.
 */
final class LateLaunch {
    static final String DRAFT = """
            kind: campaign
            name: launched after the backup
            purpose: marketing
            segment: { all: [ { trait: city, in: [苏州] }, { tag: member } ] }
            message:
              defaultLocale: en
              title: { en: Late }
              text: { en: Launched late }
            channels: { order: [email] }
            schedule: { start: now }
            """;

    private final Scene scene;
    private final long run;
    private long taken;

    private LateLaunch(Scene scene, long run) {
        this.scene = scene;
        this.run = run;
    }

    /** Makes the draft. */
    static LateLaunch draft(Scene scene) {
        return new LateLaunch(scene, Outreach.create(scene.ground().api(), DRAFT));
    }

    /** Launches it and waits until some of it has left. */
    void launch() {
        post("first");
        if (!scene.awaitSo(() -> messages() > 0)) {
            scene.breach("nothing of the campaign that was launched after the backup left");
        }
    }

    /** What had left when the database went back. */
    void count() {
        taken = messages();
    }

    /** Launches it once more, which must be refused, and lead to no message. */
    void launchAgain() {
        try {
            post("again");
            scene.breach(
                    "a campaign was launched a second time after the restore, " + taken + " messages of it had left");
        } catch (LaunchFailure refused) {
            scene.console().say("drill", "a second launch is refused: " + refused.getMessage());
        }
    }

    /** Nothing of it may have left since {@link #count}. */
    void verify() {
        long now = messages();
        if (taken == 0 || now != taken) {
            scene.breach("of the campaign launched after the backup " + taken
                    + " messages had left before the restore, " + now + " at the end");
        }
    }

    private void post(String key) {
        scene.ground()
                .api()
                .post("/api/campaigns/" + run + "/launch", Map.of("Idempotency-Key", "drill-" + run + "-" + key));
    }

    private long messages() {
        return new Accepted(scene.ground().sandbox()).count(run);
    }
}
