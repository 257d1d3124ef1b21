package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.local.Durations;
import io.carillon.launcher.local.Pause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * R4: vendors throttle, break, hang, and reset after they took a message; of two accounts one is dead (nobody listens) and one has
 * no balance for a while.
 */
public final class VendorsRound extends CampaignRound {
    /** Of a call's messages, all are in doubt. */
    private static final int MOST_PER_CALL = 100;

    private static final Set<String> DOUBTS = Set.of("HANG", "SERVER_ERROR", "ACCEPT_THEN_RESET", "RESET");
    private static final String BALANCE = "isv.AMOUNT_NOT_ENOUGH";
    private static final String VENDOR_DOWN = "vendor_down";
    private static final String DEAD_CHANNEL = "push";

    private static final List<Map<String, Object>> FAULTS = List.of(
            Map.of("vendor", "fcm", "kind", "THROTTLE", "share", 0.3, "seconds", 1, "times", 30),
            fault("twilio", "THROTTLE", 0.3, 2),
            fault("wechat", "THROTTLE", 0.05, 2),
            fault("fcm", "SERVER_ERROR", 0.2, 0),
            fault("twilio", "SERVER_ERROR", 0.2, 0),
            fault("smtp", "SERVER_ERROR", 0.2, 0),
            Map.of("vendor", "fcm", "kind", "HANG", "share", 0.01, "times", 4),
            Map.of("vendor", "smtp", "kind", "ACCEPT_THEN_RESET", "share", 0.1, "times", 10),
            Map.of("vendor", "aliyun", "kind", "ACCEPT_THEN_RESET", "share", 0.1, "times", 2),
            Map.of("vendor", "twilio", "kind", "RESET", "share", 0.1, "times", 5));

    private final Duration dead;
    private @Nullable Relay relay;

    /**
     * @param dead how long one account has no balance and another does not answer
     */
    public VendorsRound(Duration dead) {
        this.dead = dead;
    }

    private static Map<String, Object> fault(String vendor, String kind, double share, int seconds) {
        return Map.of("vendor", vendor, "kind", kind, "share", share, "seconds", seconds);
    }

    @Override
    public String name() {
        return "R4";
    }

    @Override
    public String story() {
        return "429 with Retry-After, a fifth of 5xx, hangs, resets after acceptance, and for " + Durations.words(dead)
                + " nobody listens at FCM and Aliyun has no balance";
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("CARILLON_PROBE_EVERY", "2s");
    }

    /** FCM is reached by a relay that is shut at first; what was changed is changed back for whoever plays next. */
    @Override
    Report play(Stage stage, Ground ground) {
        int sandbox = ground.settings().ports().sandbox();
        try (Relay before = new Relay(sandbox)) {
            relay = before;
            new Accounts(ground.api()).set(Accounts.PUSH, "baseUrl", "http://127.0.0.1:" + before.port() + "/fcm");
            Report report = super.play(stage, ground);
            ground.sandbox().delete("/faults");
            new Accounts(ground.api()).set(Accounts.PUSH, "baseUrl", "http://127.0.0.1:" + sandbox + "/fcm");
            return report;
        }
    }

    @Override
    protected void prepare(Ground ground) {
        FAULTS.forEach(fault -> ground.sandbox().postJson("/faults", fault));
        ground.sandbox().postJson("/faults", Map.of("vendor", "aliyun", "kind", "BLOCK", "code", BALANCE));
    }

    /** One account is dead and one has no balance from the start; later one is back and somebody pays. */
    @Override
    protected void disturb(Scene scene) {
        Ledger ledger = new Ledger(scene.ground().database());
        boolean hasMetBoth =
                scene.awaitSo(() -> isBlocked(scene) && ledger.notSent(scene.run(), DEAD_CHANNEL, VENDOR_DOWN) > 0);
        Pause.of(dead);
        revive(scene, ledger);
        if (hasMetBoth && isBlocked(scene)) {
            scene.fault("Aliyun blocked, paid now,");
        } else {
            scene.breach("nobody was told that Aliyun has no balance");
        }
        for (JsonNode fault : scene.ground().sandbox().get("/faults").path("items")) {
            if (fault.path("kind").asText().equals("BLOCK")) {
                scene.ground().sandbox().delete("/faults/" + fault.path("id").asLong());
            }
        }
    }

    private void revive(Scene scene, Ledger ledger) {
        long tries = ledger.notSent(scene.run(), DEAD_CHANNEL, VENDOR_DOWN);
        if (tries > 0) {
            scene.fault("FCM dead, " + tries + " calls found nobody, back now,");
        } else {
            scene.breach("nobody tried to reach FCM while it was dead");
        }
        long elsewhere = ledger.triedElsewhere(scene.run(), DEAD_CHANNEL);
        if (elsewhere > 0) {
            scene.breach(elsewhere + " people were sent to on another channel while FCM was dead");
        }
        Objects.requireNonNull(relay, "not played").open();
    }

    private static boolean isBlocked(Scene scene) {
        for (JsonNode blocked : scene.ground()
                .api()
                .get("/api/campaigns/" + scene.run() + "/progress")
                .path("blocked")) {
            if (blocked.path("reason").asText().equals("balance")
                    && blocked.path("vendorCode").asText().equals(BALANCE)) {
                return true;
            }
        }
        return false;
    }

    @Override
    protected int faultsAsked() {
        return 2;
    }

    /** One for each message of a call that may have been taken. */
    @Override
    protected long unknownBound(Scene scene) {
        long bound = 0;
        for (JsonNode fault : scene.ground().sandbox().get("/faults").path("items")) {
            if (DOUBTS.contains(fault.path("kind").asText())) {
                int messages = fault.path("vendor").asText().equals("aliyun") ? MOST_PER_CALL : 1;
                bound += fault.path("fired").asLong() * messages;
            }
        }
        return bound;
    }

    @Override
    protected void verify(Scene scene, Audit audit) {
        Ledger ledger = new Ledger(scene.ground().database());
        long ledOn = ledger.blockedThatLedOn(scene.run());
        if (ledOn > 0) {
            scene.breach(ledOn + " people went on to another channel because of trouble on our side");
        }
        for (String account : List.of("aliyun-marketing", Accounts.PUSH)) {
            if (ledger.acceptedAt(scene.run(), account) == 0) {
                scene.breach("nobody was sent to by " + account + " when it was back");
            }
        }
        for (JsonNode fault : scene.ground().sandbox().get("/faults").path("items")) {
            scene.console()
                    .say(
                            "drill",
                            fault.path("vendor").asText() + " showed "
                                    + fault.path("kind").asText() + " " + fault.path("fired") + " times");
        }
    }
}
