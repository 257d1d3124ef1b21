package io.carillon.launcher.drill;

import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** R2: two app processes on one database and one Temporal; either is killed, and a rate limit must hold over both. */
public final class TwoProcessesRound extends CampaignRound {
    private static final List<String> APPS = List.of("app", "app-2");
    /** The account that most messages of the demo's campaign leave by. */
    private static final String VENDOR = "fcm";

    private static final String SHIPPED_RATE = "limit: 2000";
    private static final int RATE = 150;
    private static final int WINDOW_SECONDS = 5;
    // A full bucket of a second, and as much that was leased and was still in the air.
    private static final int BURST_SECONDS = 2;

    private final int kills;

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
        return "two app processes on one database; either killed, " + kills + " times; " + RATE
                + " pushes a second over both";
    }

    @Override
    protected int processes() {
        return APPS.size();
    }

    /** A lower rate for push, as an operator would set it: in the accounts file, read at the next start. */
    @Override
    protected void prepare(Ground ground) {
        Path file = ground.settings().folder().accounts();
        try {
            String accounts = Files.readString(file);
            if (!accounts.contains(SHIPPED_RATE)) {
                throw new LaunchFailure("The accounts file has no '" + SHIPPED_RATE + "' to lower.");
            }
            Files.writeString(file, accounts.replace(SHIPPED_RATE, "limit: " + RATE));
        } catch (IOException refused) {
            throw new LaunchFailure("The accounts file cannot be changed: " + refused.getMessage(), refused);
        }
        APPS.forEach(ground::killAndRestart);
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
        long allowed = (long) RATE * (WINDOW_SECONDS + BURST_SECONDS);
        scene.console()
                .say("drill", "at most " + most + " pushes in " + WINDOW_SECONDS + " s, " + allowed + " are allowed");
        if (most > allowed) {
            scene.breach(most + " pushes within " + WINDOW_SECONDS + " s at a rate of " + RATE + " a second");
        }
        if (times.size() <= RATE * (BURST_SECONDS + 1)) {
            scene.breach("only " + times.size() + " pushes: too few to see a rate");
        }
    }
}
