package io.carillon.launcher.drill;

import java.util.List;

/** R2: two app processes on one database and one Temporal; either is killed, and a rate limit must hold over both. */
public final class TwoProcessesRound extends CampaignRound {
    private static final List<String> APPS = List.of("app", "app-2");
    private static final String VENDOR = "fcm";
    private static final int WINDOW_SECONDS = 5;
    /** As many as send at once. */
    private static final int BATCHES = 4;

    private static final int MOST_RATE = 150;
    // A third of the customers has a push: they take twenty seconds, or longer.
    private static final int SECONDS_FOR_ALL = 60;

    private final int kills;
    private int rate = MOST_RATE;

    /**
     * @param kills how often one of the two is killed
     */
    public TwoProcessesRound(int kills) {
        this.kills = kills;
    }

    @Override
    public String name() {
        return "R2";
    }

    @Override
    public String story() {
        return "two app processes on one database; either killed, " + kills + " times; one rate limit over both";
    }

    @Override
    protected int processes() {
        return APPS.size();
    }

    @Override
    Report play(Stage stage, Ground ground) {
        rate = Math.min(MOST_RATE, Math.max(1, stage.customers() / SECONDS_FOR_ALL));
        return super.play(stage, ground);
    }

    /** A lower rate for push, as an operator would set it. */
    @Override
    protected void prepare(Ground ground) {
        new Accounts(ground.api()).limit(Accounts.PUSH, rate);
    }

    @Override
    protected void disturb(Scene scene) {
        for (long moment : scene.moments(kills)) {
            if (!scene.awaitMessages(moment)) {
                return;
            }
            String victim = APPS.get(scene.random().nextInt(APPS.size()));
            scene.fault("kill of " + victim);
            scene.ground().killAndRestart(victim);
        }
    }

    @Override
    protected int faultsAsked() {
        return kills;
    }

    @Override
    protected long unknownBound(Scene scene) {
        return scene.faults() * claimsInTheAir();
    }

    @Override
    protected void verify(Scene scene, Audit audit) {
        List<Long> times = new Accepted(scene.ground().sandbox()).times(VENDOR);
        long most = Rates.most(times, WINDOW_SECONDS * 1_000L);
        // What flows in that time, a full bucket of a second, and what each batch had leased before and sends only now.
        long allowed = (long) rate * (WINDOW_SECONDS + 1) + (long) BATCHES * Math.min(MICRO_BATCH, rate);
        scene.console()
                .say("drill", "at most " + most + " pushes in " + WINDOW_SECONDS + " s, " + allowed + " are allowed");
        if (most > allowed) {
            scene.breach(most + " pushes within " + WINDOW_SECONDS + " s at a rate of " + rate + " a second");
        }
        if (times.size() <= allowed) {
            scene.breach("only " + times.size() + " pushes: too few to see a rate");
        }
    }
}
