package io.carillon.launcher.drill;

/** R1: the app is killed at random moments of one campaign and started again each time. */
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
        return "SIGKILL of the app at " + kills + " random moments of one campaign, started again each time";
    }

    @Override
    protected void disturb(Scene scene) {
        for (long moment : scene.moments(kills)) {
            if (!scene.awaitMessages(moment)) {
                return;
            }
            scene.fault("kill");
            scene.killAndRestart(scene.ground().app().name());
        }
    }

    @Override
    protected int faultsAsked() {
        return kills;
    }

    /** A campaign smaller than asked for would prove less than it says. */
    @Override
    protected void verify(Scene scene, Audit audit) {
        Audience.tooSmall(audit.people(), scene.recipients()).ifPresent(scene::breach);
    }
}
