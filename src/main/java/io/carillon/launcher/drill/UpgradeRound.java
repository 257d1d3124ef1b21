package io.carillon.launcher.drill;

import io.carillon.launcher.local.AppBuild;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.LocalProcess;
import io.carillon.launcher.local.TemporalCli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * R8c: an app of an earlier commit begins a campaign; in the middle one of today starts on the same database, which it brings up
 * to date, and the same Temporal. Both work beside each other until the campaign is over.
 */
public final class UpgradeRound extends CampaignRound {
    private static final double UPGRADE_AT = 0.2;
    private static final double PAUSE_AT = 0.5;
    /** Vendors that both builds know and speak to in the same words. */
    private static final String COMMON_VENDORS = "fcm|twilio|smtp";

    /** What most messages leave by, and how fast: in two minutes, so that both have their share while the other one starts. */
    private static final String SHIPPED_RATE = "limit: 2000";

    private static final double MOST_OF_THEM = 0.4;
    private static final int SECONDS = 120;

    private @Nullable OldBuild old;
    private int recipients;

    @Override
    public String name() {
        return "R8c";
    }

    @Override
    public String story() {
        return "a campaign begun by an app of an earlier commit, finished beside it by one of today on the migrated database";
    }

    @Override
    public Report play(Stage stage) {
        try (OldBuild built =
                OldBuild.in(stage.outer(), stage.folder().resolveSibling("R8c-before"), stage.console())) {
            old = built;
            recipients = stage.customers();
            return super.play(stage);
        } catch (LaunchFailure missing) {
            return Report.notPlayed(name(), String.valueOf(missing.getMessage()));
        }
    }

    /** The accounts file is written by the ground; these processes have one of their own, beside it. */
    @Override
    protected Ground.Apps apps(Stage stage) {
        return new Ground.Apps(0, AppBuild.own(stage.outer()));
    }

    @Override
    protected void prepareStart(Ground ground) {
        ground.app(0, new AppBuild(Objects.requireNonNull(old).jar(), accounts(ground)))
                .start();
    }

    private Map<String, String> accounts(Ground ground) {
        Path all = ground.settings().folder().accounts();
        Path common = all.resolveSibling("accounts-common.yaml");
        try {
            String[] blocks = Files.readString(all).split("(?m)(?=^ *- name:)");
            Files.writeString(
                    common,
                    Arrays.stream(blocks)
                            .filter(block -> !block.contains("- name:")
                                    || block.matches("(?s).*vendor: (" + COMMON_VENDORS + ")\\b.*"))
                            .collect(Collectors.joining())
                            .replace(
                                    SHIPPED_RATE,
                                    "limit: " + Math.max(1, (int) (recipients * MOST_OF_THEM / SECONDS))));
        } catch (IOException refused) {
            throw new LaunchFailure("The accounts of both builds cannot be written: " + refused.getMessage(), refused);
        }
        return Map.of("CARILLON_ACCOUNTS", common.toString());
    }

    @Override
    protected Path definition(Ground ground) {
        return Objects.requireNonNull(old).campaign();
    }

    @Override
    protected void disturb(Scene scene) {
        if (!scene.awaitShare(UPGRADE_AT)) {
            return;
        }
        Ground ground = scene.ground();
        AppBuild today = AppBuild.own(ground.settings()).with(accounts(ground));
        LocalProcess fresh = (LocalProcess) ground.app(1, today);
        startUnderTraffic(scene, fresh);
        Instant since = Instant.now();
        scene.fault("app of today beside the old one");
        Outreach.await(ground.api(1), scene.run(), Outreach::isEnded, Scene.AT_MOST);
        Path temporal = TemporalCli.locate(ground.settings(), scene.console());
        Map<Long, Integer> shares = new WorkShares(
                        temporal, "127.0.0.1:" + ground.settings().ports().temporal())
                .since(scene.run(), since);
        scene.console().say("drill", "tasks begun since, by process: " + shares);
        if (shares.size() < 2) {
            scene.breach("only processes " + shares.keySet() + " worked on the run after the upgrade");
        }
    }

    /** While the old one sends; where the start takes so long that little would be left, that is paused meanwhile. */
    private static void startUnderTraffic(Scene scene, LocalProcess fresh) {
        CompletableFuture<Void> start = CompletableFuture.runAsync(fresh::start);
        boolean isPaused = false;
        while (!start.isDone()) {
            if (!isPaused && scene.messages() > scene.share(PAUSE_AT)) {
                scene.command("pause");
                isPaused = true;
            }
            Outreach.pause();
        }
        try {
            start.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof LaunchFailure refused ? refused : failed;
        }
        if (isPaused) {
            scene.command("resume");
        }
    }

    @Override
    protected int faultsAsked() {
        return 1;
    }

    @Override
    protected long unknownBound(Scene scene) {
        return new Ledger(scene.ground().database()).timedOut(scene.run());
    }
}
