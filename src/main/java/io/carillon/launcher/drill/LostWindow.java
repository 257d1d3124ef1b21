package io.carillon.launcher.drill;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A campaign of which a backup has that people are held for their send window, which opens in the time that the restore loses: they were
 * sent to then, and the database that comes back has them as held. Each of them is to be in doubt, and gets nothing more.
 */
final class LostWindow {
    /** From the launch to the backup, at least. */
    private static final Duration SHUT_FOR = Duration.ofSeconds(90);

    private final Ground ground;
    private final Instant opens;
    private final long run;
    private final Set<Long> due = new HashSet<>();
    private long taken;

    private LostWindow(Ground ground, Instant opens, long run) {
        this.ground = ground;
        this.opens = opens;
        this.run = run;
    }

    /** Launches it, and waits until people are held. */
    static LostWindow launch(Ground ground) {
        Instant opens = Instant.now().plus(SHUT_FOR).plus(Duration.ofMinutes(1)).truncatedTo(ChronoUnit.MINUTES);
        return new LostWindow(ground, opens, LaterCampaigns.launchWindowed(ground, "南京", opens));
    }

    /** When the backup was taken: a breach where the window had opened already, so that nothing could be told. */
    void requireShut(Scene scene) {
        if (Instant.now().isAfter(opens)) {
            scene.breach("the backup was taken so late that nobody was held for a window any more");
        }
    }

    /** In the time that will be lost: waits until whoever was held for it was sent to. */
    void awaitOpen(Scene scene) {
        Ledger ledger = new Ledger(ground.database());
        if (!scene.awaitSo(() -> new Accepted(ground.sandbox()).count(run) > 0 && ledger.due(run) == 0)) {
            scene.breach("nobody was sent to when the window opened that the restore loses");
        }
    }

    /** Whom the restored database has as held for a window that has opened since, before anything is recovered. */
    void look() {
        new Ledger(ground.database())
                .query(
                        "select id from delivery where run_id = ? and state = 'held' and due_at <= carillon_now()",
                        run,
                        row -> due.add(row.getLong("id")));
        taken = messages();
    }

    /** After the recovery each of them is in doubt, or waits for who is at the same address, and the run goes on. */
    void resume(Scene scene) {
        BackupRound.requirePaused(scene, run);
        Set<Long> held = new HashSet<>();
        new Ledger(ground.database()).query("select id from delivery where run_id = ? and state = 'held'", run, row -> {
            if (due.contains(row.getLong("id"))) {
                held.add(row.getLong("id"));
            }
        });
        if (due.isEmpty() || taken == 0 || !held.isEmpty()) {
            scene.breach("of " + due.size() + " people whose window opened in the lost time, with " + taken
                    + " messages, " + held.size() + " are held as before after the recovery");
        }
        ground.api().post("/api/campaigns/" + run + "/resume", Map.of());
    }

    /** Nothing more has gone to them. */
    void verify(Scene scene) {
        // Whose zone has that time hours later is given up, if there is anybody.
        if (!Outreach.isEnded(ground.api().get("/api/campaigns/" + run + "/progress"))) {
            ground.api().post("/api/campaigns/" + run + "/cancel", Map.of());
        }
        Outreach.await(ground.api(), run, LaterCampaigns::isOver, Scene.AT_MOST);
        long now = messages();
        scene.console()
                .say(
                        "drill",
                        due.size() + " people were held for a window that opened in the lost time; " + taken
                                + " messages to them had left, " + now + " in the end");
        if (now != taken) {
            scene.breach((now - taken) + " messages went to people whose window had opened in the lost time");
        }
    }

    private long messages() {
        return new Accepted(ground.sandbox())
                .ofRun(run).stream()
                        .filter(message -> due.contains(message.delivery()))
                        .count();
    }
}
