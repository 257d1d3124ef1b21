package io.carillon.launcher.drill;

/** R1: the app is killed at random moments of one campaign, from launch to close, and started again each time. */
public final class KillRound extends CampaignRound {
    private final int kills;

    /**
     * @param kills how often
     */
    public KillRound(int kills) {
        this.kills = kills;
    }

    @Override
    public String name() {
        return "R1";
    }

    @Override
    public String story() {
        return "SIGKILL of the app at " + kills
                + " random moments of one campaign from launch to close, started again each time";
    }

    @Override
    protected void disturb(Scene scene) {
        for (Moment moment : scene.kills(kills)) {
            if (!moment.await(scene)) {
                return;
            }
            moment.fault(scene, "kill");
            scene.killAndRestart(scene.ground().app().name());
        }
    }

    @Override
    protected int faultsAsked() {
        return kills;
    }
}
