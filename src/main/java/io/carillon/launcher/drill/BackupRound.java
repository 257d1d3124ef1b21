package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.drill.Accepted.Message;
import io.carillon.launcher.local.AppBuild;
import io.carillon.launcher.local.Pause;
import io.carillon.launcher.local.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * R9b: a backup is taken in the middle, more is sent, and the database goes back to the backup with a fresh Temporal. The app is
 * started to recover: all runs paused, what may have been sent unknown, and nobody who was sent to is sent to again, neither by a run
 * nor by a draft of which only the lost days knew that it was launched, nor for a send window that opened then. Who waited for a later
 * time all the while is sent to when it comes.
 */
public final class BackupRound extends CampaignRound {
    private static final double BACKUP_AT = 0.3;
    private static final double RESTORE_AT = 0.7;
    private static final Duration QUIET = Duration.ofSeconds(5);
    /** Each is looked for by itself, on a machine that may do other things besides. */
    private static final Duration APPLIED_WITHIN = Duration.ofMinutes(5);
    /** From the first launch to the resume, on a slow machine; the rest goes with the size. */
    private static final Duration LATER_AT_LEAST = Duration.ofSeconds(330);

    private static final int PEOPLE_A_SECOND = 80;
    private static final double NEVER_TOLD = 0.3;

    private LostDays lostDays = LostDays.none();
    private Duration later = LATER_AT_LEAST;
    private @Nullable LateLaunch launchedLate;
    private @Nullable LaterCampaigns waiting;
    private @Nullable LostWindow window;
    private long bound;
    private int untold;

    @Override
    public String name() {
        return "R9b";
    }

    @Override
    public String story() {
        return "the database goes back to a backup from the middle, with a fresh Temporal; recovered since then, and resumed";
    }

    @Override
    Report play(Stage stage, Ground ground) {
        later = LATER_AT_LEAST.plusSeconds(stage.recipients() / PEOPLE_A_SECOND);
        return super.play(stage, ground);
    }

    @Override
    protected void prepare(Stage stage, Ground ground) {
        window = LostWindow.launch(ground);
        waiting = LaterCampaigns.launch(ground, later);
    }

    @Override
    protected void disturb(Scene scene) {
        Path data = scene.ground().settings().folder().postgres();
        Path kept = data.resolveSibling("backup");
        if (!scene.awaitShare(BACKUP_AT)) {
            return;
        }
        Service postgres = scene.ground().part("PostgreSQL");
        LateLaunch late = LateLaunch.draft(scene);
        // So that they come when the database does not know any more what they are about.
        scene.ground().sandbox().postJson("/faults", Map.of("vendor", "*", "kind", "RECEIPT_HELD"));
        // What never comes has to be found by asking.
        LostAnswersRound.ASKED.forEach(vendor -> scene.ground()
                .sandbox()
                .postJson("/faults", Map.of("vendor", vendor, "kind", "RECEIPT_LOST", "share", NEVER_TOLD)));
        Instant[] since = new Instant[1];
        scene.outage(postgres::stop, () -> {
            since[0] = Instant.now();
            FolderCopy.copy(data, kept);
            postgres.start();
        });
        long atBackup = scene.messages();
        window().requireShut(scene);
        scene.fault("backup");
        late.launch();
        if (!scene.awaitShare(RESTORE_AT)) {
            return;
        }
        // Else it could be through before.
        scene.command("pause");
        window().awaitOpen(scene);
        scene.away();
        goBack(scene, data, kept);
        scene.fault("restore, " + (scene.messages() - atBackup) + " messages after the backup,");
        late.count();
        recover(scene, since[0]);
        late.launchAgain();
        launchedLate = late;
    }

    private void goBack(Scene scene, Path data, Path kept) {
        Ground ground = scene.ground();
        ground.app().kill();
        ground.part("Temporal").kill();
        ground.part("PostgreSQL").stop();
        List<Message> before = new Accepted(ground.sandbox()).ofRun(scene.run());
        FolderCopy.delete(data);
        FolderCopy.copy(kept, data);
        FreshTemporalRound.forget(ground);
        ground.part("PostgreSQL").start();
        ground.part("Temporal").start();
        lostDays = LostDays.of(new Ledger(ground.database()), scene.run(), before);
        waiting().look();
        window().look();
    }

    private LostWindow window() {
        return Objects.requireNonNull(window, "not played");
    }

    private LaterCampaigns waiting() {
        return Objects.requireNonNull(waiting, "not played");
    }

    private void recover(Scene scene, Instant since) {
        Ground ground = scene.ground();
        long before = scene.messages();
        ground.app(0, AppBuild.own(ground.settings()).with(Map.of("CARILLON_RECOVER_SINCE", since.toString())))
                .start();
        scene.back();
        Pause.of(QUIET);
        JsonNode progress = requirePaused(scene, scene.run());
        if (progress.path("sum").path("unknown").asLong() == 0) {
            scene.breach("nobody is unknown after the recovery");
        }
        if (scene.messages() != before) {
            scene.breach((scene.messages() - before) + " messages left while every run was paused");
        }
        scene.console()
                .say(
                        "drill",
                        "recovered: "
                                + ground.api().get("/api/recoveries").path(0).path("people") + " people by run, sum "
                                + progress.path("sum"));
        lostDays = lostDays.recovered(new Ledger(ground.database()), scene.run());
        releaseReceipts(scene);
        scene.command("resume");
        window().resume(scene);
        waiting().resume(scene);
    }

    /** All runs are, and not only the one that was being sent; answers its progress. */
    static JsonNode requirePaused(Scene scene, long run) {
        JsonNode progress = scene.ground().api().get("/api/campaigns/" + run + "/progress");
        if (!progress.path("state").asText().equals("paused")) {
            scene.breach(
                    "campaign " + run + " is " + progress.path("state").asText() + " after the recovery, not paused");
        }
        return progress;
    }

    /** Receipts on messages that the database lost carry keys that it does not have; they settle the doubts of their people. */
    private static void releaseReceipts(Scene scene) {
        Ground ground = scene.ground();
        long doubts = unknown(scene);
        ground.sandbox().delete("/faults");
        long released = ground.sandbox()
                .post("/receipts/release", Map.of())
                .body()
                .path("released")
                .asLong();
        Ledger ledger = new Ledger(ground.database());
        long end = System.nanoTime() + APPLIED_WITHIN.toNanos();
        do {
            Pause.of(QUIET);
        } while (System.nanoTime() < end
                && (ground.sandbox().get("/calls").path("pending").asLong() > 0 || ledger.receiptsNew() > 0));
        if (ledger.receiptsNew() > 0) {
            scene.breach(ledger.receiptsNew() + " of " + released + " receipts were not looked at within "
                    + APPLIED_WITHIN.toMinutes() + " minutes");
        }
        scene.console()
                .say(
                        "drill",
                        released + " receipts were released, after which " + unknown(scene) + " of " + doubts
                                + " people are in doubt");
    }

    private static long unknown(Scene scene) {
        return scene.ground()
                .api()
                .get("/api/campaigns/" + scene.run() + "/progress")
                .path("sum")
                .path("unknown")
                .asLong();
    }

    @Override
    protected Paths paths(Scene scene, Audit.Evidence evidence) {
        Set<String> since = evidence.messages().stream()
                .filter(lostDays::isFresh)
                .map(Message::key)
                .collect(Collectors.toSet());
        Set<String> lostKeys = evidence.messages().stream()
                .map(Message::key)
                .filter(key -> !since.contains(key) && !lostDays.known().contains(key))
                .collect(Collectors.toSet());
        BiFunction<Long, Integer, String> key = (delivery, no) -> scene.run() + "-" + delivery + "-" + no;
        Set<Long> again = people(evidence, since);
        again.retainAll(people(evidence, lostKeys));
        if (!again.isEmpty()) {
            scene.breach(
                    again.size() + " people were sent to after the restore who had a message that it lost, such as "
                            + again.iterator().next());
        }
        return super.paths(scene, evidence)
                .withoutLostDays(new Paths.Restored(
                        (delivery, no) -> since.contains(key.apply(delivery, no)),
                        (delivery, no) -> lostKeys.contains(key.apply(delivery, no))));
    }

    @Override
    protected void settled(Scene scene, Audit.Evidence evidence) {
        Paths paths = Paths.of(new Ledger(scene.ground().database()), scene.run());
        scene.console().say("drill", lostDays.outcome(evidence, paths).summary());
        lostDays.wrong(evidence, paths).forEach(scene::breach);
        untold = lostDays.unfound(evidence, paths, LostAnswersRound.ASKED).size();
        bound = lostDays.bound(evidence);
        scene.console()
                .say(
                        "drill",
                        lostDays.open() + " messages may have been on their way to who was not through, " + bound
                                + " of them may be left in doubt");
    }

    /** Whose messages have these keys. */
    private static Set<Long> people(Audit.Evidence evidence, Set<String> keys) {
        return keys.stream()
                .map(evidence.attempts()::get)
                .filter(Objects::nonNull)
                .map(Ledger.Attempt::delivery)
                .collect(Collectors.toSet());
    }

    @Override
    protected void verify(Scene scene, Audit audit) {
        List<Message> all = new Accepted(scene.ground().sandbox()).ofRun(scene.run());
        long again = all.size() - all.stream().map(LostDays::place).distinct().count();
        long fresh = all.stream().filter(lostDays::isFresh).count();
        scene.console()
                .say(
                        "drill",
                        fresh + " messages left after the restore, " + again + " of them to a place that had one");
        if (launchedLate != null) {
            launchedLate.verify();
        }
        window().verify(scene);
        waiting().verify(scene);
        findUntold(scene);
        if (again > 0) {
            scene.breach(again + " messages went to an address that its vendor had sent to before");
        }
    }

    /** Messages that the database lost and no receipt tells of are found at vendors who can be asked. */
    private void findUntold(Scene scene) {
        Audit.Evidence evidence = Audit.evidence(scene.ground(), scene.run());
        Set<String> left = unfound(scene, evidence);
        long end = System.nanoTime() + LostAnswersRound.FOUND_WITHIN.toNanos();
        while (!left.isEmpty() && System.nanoTime() < end) {
            Pause.of(QUIET);
            evidence = Audit.evidence(scene.ground(), scene.run());
            left = unfound(scene, evidence);
        }
        scene.console()
                .say(
                        "drill",
                        "of " + untold + " lost messages that nobody reports and their vendors list, " + left.size()
                                + " were not found by asking");
        if (untold == 0) {
            scene.breach("there was no lost message to be found by asking");
        }
        if (!left.isEmpty()) {
            scene.breach(left.size() + " lost messages were not found although their vendors list them, such as "
                    + left.iterator().next());
        }
    }

    /** Not those whose doubt is about another address of the person: nobody can know that the vendor is to be asked about this one. */
    private Set<String> unfound(Scene scene, Audit.Evidence evidence) {
        Ledger ledger = new Ledger(scene.ground().database());
        Set<String> left =
                new TreeSet<>(lostDays.unfound(evidence, Paths.of(ledger, scene.run()), LostAnswersRound.ASKED));
        if (!left.isEmpty()) {
            Set<String> doubted = ledger.doubtedNumbers(scene.run());
            evidence.messages().stream()
                    .filter(message -> left.contains(message.key()))
                    .filter(message -> !doubted.contains(
                            HexFormat.of().formatHex(scene.ground().vault().hash("phone", "", message.to()))))
                    .forEach(message -> left.remove(message.key()));
        }
        return left;
    }

    @Override
    protected int faultsAsked() {
        return 2;
    }

    @Override
    protected long unknownBound(Scene scene) {
        return bound;
    }
}
