package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.drill.Accepted.Message;
import io.carillon.launcher.local.AppBuild;
import io.carillon.launcher.local.Pause;
import io.carillon.launcher.local.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * R9b: a backup is taken in the middle, more is sent, and the database goes back to the backup with a fresh Temporal. The app is
 * started to recover: all runs paused, what may have been sent unknown, and nobody who was sent to is sent to again, neither by a run
 * nor by a draft of which only the lost days knew that it was launched.
 */
public final class BackupRound extends CampaignRound {
    private static final double BACKUP_AT = 0.3;
    private static final double RESTORE_AT = 0.7;
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(1);

    private Set<String> takenBefore = Set.of();
    private Set<String> inBackup = Set.of();
    private @Nullable LateLaunch launchedLate;
    private long bound;

    @Override
    public String name() {
        return "R9b";
    }

    @Override
    public String story() {
        return "the database goes back to a backup from the middle, with a fresh Temporal; recovered since then, and resumed";
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
        Instant[] since = new Instant[1];
        scene.outage(postgres::stop, () -> {
            since[0] = Instant.now();
            FolderCopy.copy(data, kept);
            postgres.start();
        });
        long atBackup = scene.messages();
        // So that they come when the database does not know any more what they are about.
        scene.ground().sandbox().postJson("/faults", Map.of("vendor", "*", "kind", "RECEIPT_HELD"));
        scene.fault("backup");
        late.launch();
        if (!scene.awaitShare(RESTORE_AT)) {
            return;
        }
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
        takenBefore = places(scene);
        FolderCopy.delete(data);
        FolderCopy.copy(kept, data);
        FreshTemporalRound.forget(ground);
        ground.part("PostgreSQL").start();
        ground.part("Temporal").start();
        Ledger restored = new Ledger(ground.database());
        bound = restored.open(scene.run());
        inBackup = Set.copyOf(restored.attempts(scene.run()).keySet());
        scene.look(Optional.empty());
    }

    private static void recover(Scene scene, Instant since) {
        Ground ground = scene.ground();
        long before = scene.messages();
        ground.app(0, AppBuild.own(ground.settings()).with(Map.of("CARILLON_RECOVER_SINCE", since.toString())))
                .start();
        scene.back();
        Pause.of(QUIET);
        JsonNode progress = ground.api().get("/api/campaigns/" + scene.run() + "/progress");
        if (!progress.path("state").asText().equals("paused")) {
            scene.breach("the run is " + progress.path("state").asText() + " after the recovery, not paused");
        }
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
        releaseReceipts(scene);
        scene.command("resume");
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
        long end = System.nanoTime() + SETTLED_WITHIN.toNanos();
        long left = unknown(scene);
        while (System.nanoTime() < end && left > doubts - released / 2) {
            Pause.of(QUIET);
            left = unknown(scene);
        }
        scene.console()
                .say(
                        "drill",
                        released + " receipts on lost messages settled " + (doubts - left) + " of " + doubts
                                + " doubts");
        if (left == doubts) {
            scene.breach(released + " receipts on lost messages settled no doubt");
        }
    }

    private static long unknown(Scene scene) {
        return scene.ground()
                .api()
                .get("/api/campaigns/" + scene.run() + "/progress")
                .path("sum")
                .path("unknown")
                .asLong();
    }

    /** Where vendors have taken messages to, past the ledger: nothing may go there again. */
    private static Set<String> places(Scene scene) {
        Set<String> places = new HashSet<>();
        new Accepted(scene.ground().sandbox()).ofRun(scene.run()).forEach(message -> places.add(place(message)));
        return places;
    }

    private static String place(Message message) {
        return message.vendor() + " " + message.to();
    }

    @Override
    protected Paths paths(Scene scene, Audit.Evidence evidence) {
        Set<String> since = evidence.messages().stream()
                .filter(message -> !takenBefore.contains(place(message)))
                .map(Message::key)
                .collect(Collectors.toSet());
        Set<String> lostKeys = evidence.messages().stream()
                .map(Message::key)
                .filter(key -> !since.contains(key) && !inBackup.contains(key))
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

    /** What the database had heard in the days that it lost is lost with them: only receipts on what was sent since tell it. */
    @Override
    protected void settled(Scene scene, Audit.Evidence evidence) {
        List<Message> since = evidence.messages().stream()
                .filter(message -> !takenBefore.contains(place(message)))
                .toList();
        Settlement.unsettledIn(new Audit.Evidence(evidence.attempts(), since, evidence.states(), evidence.mayRepeat()))
                .ifPresent(scene::breach);
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
        long again =
                all.size() - all.stream().map(BackupRound::place).distinct().count();
        long fresh = all.stream()
                .filter(message -> !takenBefore.contains(place(message)))
                .count();
        scene.console()
                .say(
                        "drill",
                        fresh + " messages left after the restore, " + again + " of them to a place that had one");
        if (launchedLate != null) {
            launchedLate.verify();
        }
        if (again > 0) {
            scene.breach(again + " messages went to an address that its vendor had sent to before");
        }
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
