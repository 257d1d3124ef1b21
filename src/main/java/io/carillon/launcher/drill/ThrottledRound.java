package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * R4c: Aliyun's gateway asks us to wait. Whoever is sent to meanwhile goes by the other account of the channel, as he should; among messages
 * for which Aliyun has no balance he could not be told from those who must not.
 */
public final class ThrottledRound extends CampaignRound {
    /** A gateway that names no time is left alone for a second. */
    private static final AskedFault THROTTLE = new AskedFault("aliyun", "THROTTLE", 1, 0, 0, 5);

    private final Waits waits = new Waits();

    @Override
    public String name() {
        return "R4c";
    }

    @Override
    public String story() {
        return "Aliyun's gateway answers 429 with Retry-After";
    }

    @Override
    protected void prepare(Stage stage, Ground ground) {
        THROTTLE.at(ground.sandbox());
    }

    @Override
    protected void disturb(Scene scene) {
        waits.lookUntilTheEnd(scene);
    }

    @Override
    protected int faultsAsked() {
        return THROTTLE.least();
    }

    @Override
    protected void verify(Scene scene, Audit audit) {
        JsonNode faults = scene.ground().sandbox().get("/faults").path("items");
        AskedFault.lacking(List.of(THROTTLE), faults).forEach(scene::breach);
        for (long i = 0; i < THROTTLE.shown(faults); i++) {
            scene.fault("aliyun THROTTLE");
        }
        waits.hold(scene, Map.of(Accounts.ALIYUN, Duration.ofSeconds(THROTTLE.seconds())));
    }
}
