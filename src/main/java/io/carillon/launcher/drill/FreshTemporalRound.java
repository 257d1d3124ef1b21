package io.carillon.launcher.drill;

import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** R9a: Temporal loses everything while the database stands at its last commit; once under a running app, once with all killed. */
public final class FreshTemporalRound extends CampaignRound {
    private static final String TEMPORAL = "Temporal";
    private static final List<String> ALL = List.of("app", TEMPORAL, "PostgreSQL");

    @Override
    public String name() {
        return "R9a";
    }

    @Override
    public String story() {
        return "a fresh Temporal on the database at its last commit: under a running app, then after SIGKILL of everything";
    }

    @Override
    protected void prepare(Stage stage, Ground ground) {
        new Accounts(ground.api()).slowly(stage.customers());
    }

    @Override
    protected void disturb(Scene scene) {
        Iterator<Long> moments = scene.apart(faultsAsked()).iterator();
        if (scene.awaitMessages(moments.next())) {
            scene.faultWhileSending("Temporal killed and its file removed");
            Ground ground = scene.ground();
            scene.outage(() -> ground.part(TEMPORAL).kill(), () -> startAnew(ground, List.of(TEMPORAL)));
        }
        if (scene.awaitMessages(moments.next())) {
            scene.faultWhileSending("everything killed and Temporal's file removed");
            Ground ground = scene.ground();
            scene.crash(() -> ALL.stream().map(ground::part).forEach(Service::kill), () -> startAnew(ground, ALL));
        }
    }

    /** The last one first: whoever is started finds what it needs. */
    private static void startAnew(Ground ground, List<String> parts) {
        forget(ground);
        for (int i = parts.size() - 1; i >= 0; i--) {
            ground.part(parts.get(i)).start();
        }
    }

    /** Removes what Temporal's server keeps, which must not run. */
    static void forget(Ground ground) {
        Path file = ground.settings().folder().temporalDatabase();
        try {
            for (String more : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + more));
            }
        } catch (IOException refused) {
            throw new LaunchFailure("Temporal's file " + file + " cannot be removed: " + refused.getMessage(), refused);
        }
    }

    @Override
    protected int faultsAsked() {
        return 2;
    }
}
