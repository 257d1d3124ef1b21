package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.local.LaunchFailure;
import io.carillon.launcher.local.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One campaign of R5 on ground of its own: receipts bent in one way. Its policy waits for text messages to arrive and sends on
 * whom nothing is known of when that time is over.
 */
class ReceiptsPart extends CampaignRound {
    private static final Duration QUIET = Duration.ofSeconds(3);

    private final String name;
    private final List<Map<String, Object>> faults;
    private final Duration within;
    private @Nullable Fates fates;

    /**
     * @param faults at the sandbox
     * @param within how long text messages are waited for
     */
    ReceiptsPart(String name, List<Map<String, Object>> faults, Duration within) {
        this.name = name;
        this.faults = faults;
        this.within = within;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String story() {
        return "receipts " + name;
    }

    /** What became of the messages; after the play. */
    Fates fates() {
        if (fates == null) {
            throw new IllegalStateException(name + " was not played");
        }
        return fates;
    }

    @Override
    protected Path definition(Ground ground) {
        Path own = ground.settings().folder().demo().resolve("receipts-campaign.yaml");
        try {
            String demo = Files.readString(super.definition(ground));
            String waits = replaced(demo, "within: 10s", "within: " + within.toSeconds() + "s");
            Files.writeString(own, replaced(waits, "not_confirmed: stop", "not_confirmed: next"));
            return own;
        } catch (IOException refused) {
            throw new LaunchFailure("The file " + own + " cannot be written: " + refused.getMessage(), refused);
        }
    }

    private static String replaced(String text, String old, String other) {
        if (!text.contains(old)) {
            throw new LaunchFailure("The demo's campaign has no '" + old + "' to change.");
        }
        return text.replace(old, other);
    }

    @Override
    protected void prepare(Stage stage, Ground ground) {
        faults.forEach(fault -> ground.sandbox().postJson("/faults", fault));
    }

    @Override
    protected void disturb(Scene scene) {}

    @Override
    protected int faultsAsked() {
        return faults.size();
    }

    @Override
    protected void verify(Scene scene, Audit audit) {
        settle(scene.ground());
        for (JsonNode fault : scene.ground().sandbox().get("/faults").path("items")) {
            long fired = fault.path("fired").asLong();
            if (fired > 0) {
                scene.fault(fault.path("kind").asText() + " for " + fired + " messages,");
            }
        }
        reconcile(scene);
        fates = Fates.of(scene.ground(), scene.run());
        scene.console().say("drill", name + ": " + fates.figures());
    }

    /** Its own recount must say what its counters say, also after receipts that came late. */
    static void reconcile(Scene scene) {
        JsonNode recount = scene.ground().api().get("/api/campaigns/" + scene.run() + "/reconciliation");
        if (!recount.path("agrees").asBoolean()) {
            scene.breach("counters and recount differ: " + recount);
        }
    }

    /** Waits until everything that vendors had to report has come and was applied. */
    static void settle(Ground ground) {
        Ledger ledger = new Ledger(ground.database());
        long end = System.nanoTime() + Scene.AT_MOST.toNanos();
        long quietSince = System.nanoTime();
        while (System.nanoTime() - quietSince < QUIET.toNanos()) {
            Pause.of(Duration.ofMillis(200));
            boolean isQuiet =
                    ground.sandbox().get("/calls").path("pending").asLong() == 0 && ledger.receiptsWaiting() == 0;
            if (!isQuiet) {
                quietSince = System.nanoTime();
            }
            if (quietSince > end) {
                throw new LaunchFailure("Receipts are still coming after " + Scene.AT_MOST.toMinutes() + " minutes.");
            }
        }
    }
}
