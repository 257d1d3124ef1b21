package io.carillon.launcher.drill;

import io.carillon.launcher.local.LaunchFailure;
import io.carillon.vault.VaultKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * As installations run past one machine: Temporal's server over PostgreSQL, spoken to by mTLS, in a namespace of its own, two app processes behind
 * a balancer with keys from the environment. One process is killed; while it is away Temporal's server is, and then the other
 * process too.
 */
public final class ProductionRound extends CampaignRound {
    private static final List<String> APPS = List.of("app", "app-2");
    private static final String TEMPORAL = "Temporal";
    private static final String NAMESPACE = "carillon";
    /** A process that dies cuts its connections, and a new one goes to the other process: what was being asked at that moment is lost. */
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(3);

    private static final int LEAST_ANSWERS = 3;

    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "production";
    }

    @Override
    public String story() {
        return "Temporal's server on PostgreSQL spoken to by mTLS, two app processes behind a balancer, keys from the"
                + " environment; one process killed, while it is away Temporal's server, then the other process too."
                + " CARILLON_MODE stays local, for production takes live accounts only, and but for mail those need TLS, which the"
                + " vendors' stand-ins do not have";
    }

    @Override
    protected int processes() {
        return APPS.size();
    }

    @Override
    public Report play(Stage stage) {
        try (Balancer balancer = Balancer.open();
                Ground ground = Ground.start(
                        stage.outer(), stage.folder(), settings(balancer.url()), processes(), stage.console())) {
            balancer.to(ground.appPorts());
            return play(stage, ground);
        }
    }

    private static Map<String, String> settings(String publicUrl) {
        VaultKeys keys = VaultKeys.random();
        Map<String, String> settings = new HashMap<>();
        settings.put("CARILLON_TEMPORAL_STORE", "postgresql");
        settings.put("CARILLON_TEMPORAL_NAMESPACE", NAMESPACE);
        settings.put("CARILLON_PUBLIC_URL", publicUrl);
        settings.put("CARILLON_SANDBOX_HOOKS", publicUrl);
        settings.put("CARILLON_CIPHER_KEY", keys.cipherKey());
        settings.put("CARILLON_HASH_KEY", keys.hashKey());
        settings.put("CARILLON_LOG_JSON", "true");
        settings.put("CARILLON_MICRO_BATCH", Integer.toString(MICRO_BATCH));
        return settings;
    }

    @Override
    protected void disturb(Scene scene) {
        List<String> apps = new ArrayList<>(APPS);
        Collections.shuffle(apps, scene.random());
        Iterator<Long> moments = scene.moments(faultsAsked()).iterator();
        List<Optional<Instant>> kills = new ArrayList<>();
        if (scene.awaitMessages(moments.next())) {
            scene.failsOver(NOTICED_WITHIN);
            kills.add(killApp(scene, apps.get(0)));
            awaitAnswers(scene, apps.get(0));
            // By now vendors have what the dead one had on its way.
            awaitAnother(scene, scene.messages(), apps.get(0));
        }
        if (scene.awaitMessages(moments.next())) {
            scene.faultWhileSending("kill of " + TEMPORAL);
            scene.ground().killAndRestart(TEMPORAL);
        }
        boolean isGoingOn = scene.awaitMessages(moments.next());
        scene.away();
        if (isGoingOn) {
            kills.add(killApp(scene, apps.get(1)));
        }
        apps.forEach(app -> scene.ground().part(app).start());
        scene.back();
        // Only now: what the other process had in the air at the first kill has its outcome.
        kills.forEach(scene::look);
    }

    /** The other one answers for it, to whoever asks by the balancer. */
    private static void awaitAnswers(Scene scene, String app) {
        long end = System.nanoTime() + ANSWERED_WITHIN.toNanos();
        AtomicInteger answers = new AtomicInteger();
        scene.awaitSo(() -> {
            if (isAnswered(scene)) {
                answers.incrementAndGet();
            }
            return answers.get() >= LEAST_ANSWERS || System.nanoTime() > end;
        });
        scene.console().say("drill", answers + " answers by the balancer while " + app + " is away");
        if (answers.get() < LEAST_ANSWERS) {
            scene.breach("the balancer had " + answers + " answers in " + ANSWERED_WITHIN.toSeconds()
                    + " s while one of two processes was away");
        }
    }

    private static boolean isAnswered(Scene scene) {
        try {
            scene.ground().api().get("/api/campaigns/" + scene.run() + "/progress");
            return true;
        } catch (LaunchFailure lost) {
            return false;
        }
    }

    /** The other one sends on, although what the dead one had at hand waits for its leases. */
    private static void awaitAnother(Scene scene, long before, String app) {
        boolean isSent = scene.awaitMessages(before + 1);
        scene.console().say("drill", scene.messages() - before + " messages while " + app + " is away");
        if (!isSent && !scene.isOver()) {
            scene.breach("nothing left while one of two processes was away");
        }
    }

    private static Optional<Instant> killApp(Scene scene, String app) {
        scene.faultWhileSending("kill of " + app);
        scene.ground().part(app).kill();
        return scene.clock();
    }

    @Override
    protected int faultsAsked() {
        return APPS.size() + 1;
    }

    /** The run is found in Temporal by its search attribute, which the app registered there itself. */
    @Override
    protected void verify(Scene scene, Audit audit) {
        long found = scene.ground().workflows("CarillonRun = '" + scene.run() + "'");
        scene.console().say("drill", found + " workflows of run " + scene.run() + " in the namespace " + NAMESPACE);
        if (found < 2) {
            scene.breach(
                    "Temporal finds " + found + " workflows of run " + scene.run() + ", not its own and its batches'");
        }
    }
}
