package io.carillon.launcher.drill;

import io.carillon.launcher.demo.CarillonApi;
import io.carillon.launcher.local.Console;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/** R1: the app is killed at random moments of one campaign and started again each time. */
public final class KillRound implements Round {
    /** Rows of one claim: small, so that kills meet many of them. */
    static final int MICRO_BATCH = 100;

    private static final int DISPATCHES = 4;
    private static final int CHANNELS = 4;
    private static final Duration AT_MOST = Duration.ofMinutes(20);
    // Of the messages: later a kill could find everything sent.
    private static final double LAST_KILL = 0.75;
    // Messages per customer of the file that the demo's campaign sends.
    private static final double MESSAGES_PER_CUSTOMER = 0.55;

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
    public Report play(Stage stage) {
        Map<String, String> settings = Map.of("CARILLON_MICRO_BATCH", Integer.toString(MICRO_BATCH));
        try (Ground ground = Ground.start(stage.outer(), stage.folder(), settings, 1, stage.console())) {
            return play(stage, ground);
        }
    }

    /** Plays on ground that is there already. */
    Report play(Stage stage, Ground ground) {
        Console console = stage.console();
        Outreach outreach = new Outreach(ground, console);
        outreach.people(stage.recipients(), stage.seed());
        Accepted accepted = new Accepted(ground.sandbox());
        long before = accepted.count();
        long began = System.nanoTime();
        long run = outreach.launch(stage.outer().checkout().resolve("workflows/demo-campaign.yaml"));
        CarillonApi api = ground.api();
        int done = 0;
        try (SumWatch sums = new SumWatch(api, "/api/campaigns/" + run + "/progress")) {
            for (long moment : moments(stage)) {
                if (!awaitMessages(accepted, before + moment, sums)) {
                    break;
                }
                ground.killAndRestart(ground.app().name());
                done++;
                console.say("drill", "kill " + done + " at " + (accepted.count() - before) + " messages");
            }
            long audience = Outreach.await(api, run, Outreach::isEnded, AT_MOST)
                    .path("sum")
                    .path("audience")
                    .asLong();
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            Audit audit = Audit.of(ground, run, audience);
            long bound = (long) done * MICRO_BATCH * DISPATCHES * CHANNELS;
            return new Report(name(), audit, sums.samples(), sums.wrong(), done, kills, bound, took, List.of());
        }
    }

    private TreeSet<Long> moments(Stage stage) {
        Random random = new Random(stage.seed());
        TreeSet<Long> moments = new TreeSet<>();
        double most = stage.recipients() * MESSAGES_PER_CUSTOMER * LAST_KILL;
        while (moments.size() < kills) {
            moments.add(1 + (long) (random.nextDouble() * most));
        }
        return moments;
    }

    private static boolean awaitMessages(Accepted accepted, long messages, SumWatch sums) {
        long end = System.nanoTime() + AT_MOST.toNanos();
        while (accepted.count() < messages) {
            var last = sums.last();
            if (System.nanoTime() > end || (last != null && Outreach.isEnded(last))) {
                return false;
            }
            Outreach.pause();
        }
        return true;
    }
}
