package io.carillon.launcher.drill;

import io.carillon.launcher.local.Durations;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.Pause;
import io.carillon.launcher.local.Service;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * R8a: PostgreSQL's data lie on a small file system of their own, which fills up while the campaign is sent. Nothing may leave that
 * cannot be written down, the app says what is wrong and answers what it can, and goes on by itself when there is room.
 */
public final class DiskFullRound extends CampaignRound {
    private static final long BYTES = 768L << 20;
    private static final int CHUNK = 1 << 16;
    /** What was claimed has left after this: a call takes at most ten seconds, here a few milliseconds. */
    private static final Duration IN_THE_AIR = Duration.ofSeconds(12);

    private final Duration full;

    /**
     * @param full how long there is no room
     */
    public DiskFullRound(Duration full) {
        this.full = full;
    }

    @Override
    public String name() {
        return "R8a";
    }

    @Override
    public String story() {
        return "PostgreSQL's disk is full for " + Durations.words(full) + " while the campaign is sent";
    }

    @Override
    public boolean needsOwnMounts() {
        return true;
    }

    @Override
    public Report play(Stage stage) {
        if (!OwnMounts.areOwn()) {
            return Report.notPlayed(name(), OwnMounts.missing());
        }
        Path data = stage.folder().resolve("postgres");
        OwnMounts.mount(data, BYTES);
        try {
            return super.play(stage);
        } finally {
            OwnMounts.unmount(data);
        }
    }

    @Override
    protected void disturb(Scene scene) {
        if (!scene.awaitMessages(scene.moments(1).first())) {
            return;
        }
        Path ballast = scene.ground().settings().folder().postgres().resolve("ballast");
        scene.away();
        fill(ballast);
        scene.faultWhileSending("disk full");
        Pause.of(IN_THE_AIR);
        long before = scene.messages();
        RefusedWrites writes = new RefusedWrites(scene.ground());
        long end = System.nanoTime() + full.minus(IN_THE_AIR).toNanos();
        while (System.nanoTime() < end) {
            writes.tryOne();
            // Whatever PostgreSQL gave back meanwhile is taken too.
            fill(ballast);
            Pause.of(Duration.ofSeconds(1));
        }
        scene.console().say("drill", (scene.messages() - before) + " messages left on the full disk; " + writes);
        writes.breaches().forEach(scene::breach);
        makeRoom(scene, ballast);
        scene.back();
    }

    /** A server whose log could not be written has stopped itself; it is started again on the same files. */
    private void makeRoom(Scene scene, Path ballast) {
        try {
            Files.deleteIfExists(ballast);
        } catch (IOException refused) {
            throw new LaunchFailure("The file " + ballast + " cannot be removed: " + refused.getMessage(), refused);
        }
        Service postgres = scene.ground().part("PostgreSQL");
        if (!postgres.isAlive()) {
            scene.console().say("drill", "PostgreSQL had stopped itself");
            postgres.start();
        }
    }

    private static void fill(Path file) {
        byte[] zeros = new byte[CHUNK];
        for (int size : new int[] {CHUNK, 1 << 12, 1}) {
            try (OutputStream out = Files.newOutputStream(
                    file, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(zeros, 0, size);
                }
            } catch (IOException noRoom) {
                // That is what was wanted.
            }
        }
    }

    @Override
    protected int faultsAsked() {
        return 1;
    }
}
