package io.carillon.launcher.drill;

import io.carillon.launcher.local.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** R6: pause and resume at random moments, then cancel: nothing leaves later than what was claimed when the answer came. */
public final class CommandsRound extends CampaignRound {
    /** What was claimed has left after this: a call takes at most ten seconds, here a few milliseconds. */
    private static final Duration IN_THE_AIR = Duration.ofSeconds(2);

    private static final Duration QUIET = Duration.ofSeconds(3);

    private final int pauses;

    /**
     * @param pauses how often, before the cancel
     */
    public CommandsRound(int pauses) {
        this.pauses = pauses;
    }

    @Override
    public String name() {
        return "R6";
    }

    @Override
    public String story() {
        return "pause and resume at " + pauses + " random moments, then cancel";
    }

    @Override
    protected void disturb(Scene scene) {
        List<Long> moments = new ArrayList<>(scene.moments(pauses + 1));
        for (long moment : moments.subList(0, pauses)) {
            if (!scene.awaitMessages(moment)) {
                return;
            }
            stop(scene, "pause");
            scene.command("resume");
        }
        if (scene.awaitMessages(moments.get(pauses))) {
            stop(scene, "cancel");
        }
    }

    private void stop(Scene scene, String command) {
        scene.command(command);
        long answered = scene.messages();
        scene.fault(command);
        Pause.of(IN_THE_AIR);
        long landed = scene.messages();
        if (landed - answered > claimsInTheAir()) {
            scene.breach((landed - answered) + " messages left after " + command + " had answered, at most "
                    + claimsInTheAir() + " were claimed");
        }
        Pause.of(QUIET);
        if (scene.messages() != landed) {
            scene.breach((scene.messages() - landed) + " messages left seconds after " + command);
        }
    }

    @Override
    protected int faultsAsked() {
        return pauses + 1;
    }

    @Override
    protected long unknownBound(Scene scene) {
        return 0;
    }
}
