package io.carillon.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.local.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * R4: vendors throttle, break, hang, and reset after they took a message; of two accounts one is dead (nobody listens) and one has
 * no balance for a while.
 */
public final class VendorsRound extends CampaignRound {
    private static final String BALANCE = "isv.AMOUNT_NOT_ENOUGH";
    private static final String VENDOR_DOWN = "vendor_down";
    private static final String DEAD_CHANNEL = "push";

    private static final String MAINLAND = "+86";
    private static final int FEW = 3;
    /** Seconds; an account whose vendor names none waits for a minute here, and for two seconds at Twilio. */
    private static final int FCM_ASKS = 1;

    private static final int TWILIO_ASKS = 5;
    /** Mail servers cannot say for how long, and WeChat counts by the minute. */
    private static final Duration OWN_PAUSE = Duration.ofMinutes(1);

    /** Aliyun's calls carry many messages: there are not so many of them. WeChat's quota is by the minute: each one costs it. */
    private static final List<AskedFault> FAULTS = List.of(
            new AskedFault("fcm", "THROTTLE", FEW, 0.3, 30, FCM_ASKS),
            new AskedFault("twilio", "THROTTLE", FEW, 0.3, 0, TWILIO_ASKS),
            new AskedFault("wechat", "THROTTLE", 1, 0.05, FEW, 2),
            new AskedFault("smtp", "THROTTLE", 1, 0, 0, 0),
            new AskedFault("fcm", "SERVER_ERROR", FEW, 0.2, 0, 0),
            new AskedFault("twilio", "SERVER_ERROR", FEW, 0.2, 0, 0),
            new AskedFault("smtp", "SERVER_ERROR", FEW, 0.2, 0, 0),
            new AskedFault("wechat", "SERVER_ERROR", 2, 0.2, 0, 0),
            new AskedFault("fcm", "HANG", FEW, 0.01, 1, 0),
            new AskedFault("smtp", "HANG", FEW, 0.01, 1, 0),
            new AskedFault("wechat", "HANG", 1, 0, 0, 0),
            new AskedFault("twilio", "HANG", 1, 0, 0, 0),
            new AskedFault("smtp", "ACCEPT_THEN_RESET", FEW, 0.1, 7, 0),
            new AskedFault("fcm", "ACCEPT_THEN_RESET", FEW, 0.01, FEW, 0),
            new AskedFault("wechat", "ACCEPT_THEN_RESET", 2, 0.01, 1, 0),
            // Of a small audience hardly anybody is reached by Twilio.
            new AskedFault("twilio", "RESET", 2, 0.1, 2, 0));

    /** After the balance: what comes first fires first. Whom it throttles goes on by Twilio as he should: that is for R4c. */
    private static final List<AskedFault> ALIYUN_FAULTS = List.of(
            new AskedFault("aliyun", "ACCEPT_THEN_RESET", 2, 0.1, 2, 0),
            new AskedFault("aliyun", "HANG", 1, 0, 0, 0),
            new AskedFault("aliyun", "SERVER_ERROR", 1, 0.2, 0, 0));

    private final List<BackAgain> backs = new ArrayList<>();
    private final Waits waits = new Waits();
    private final Duration dead;
    private @Nullable Relay relay;

    /**
     * @param dead how long one account has no balance and another does not answer
     */
    public VendorsRound(Duration dead) {
        this.dead = dead;
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
    protected void prepare(Stage stage, Ground ground) {
        FAULTS.forEach(fault -> fault.at(ground.sandbox()));
        ground.sandbox().postJson("/faults", Map.of("vendor", "aliyun", "kind", "BLOCK", "code", BALANCE));
        ALIYUN_FAULTS.forEach(fault -> fault.at(ground.sandbox()));
    }

    /** One account is dead and one has no balance from the start; later one is back and somebody pays. */
    @Override
    protected void disturb(Scene scene) {
        Ledger ledger = new Ledger(scene.ground().database());
        boolean hasMetBoth = scene.awaitSo(
                () -> look(ledger) && isBlocked(scene) && ledger.notSent(scene.run(), DEAD_CHANNEL, VENDOR_DOWN) > 0);
        Instant back = Instant.now().plus(dead);
        scene.awaitSo(() -> look(ledger) && Instant.now().isAfter(back));
        revive(scene, ledger);
        backs.add(BackAgain.waitingNow(ledger, scene.run(), Accounts.ALIYUN, "sms"));
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
        waits.lookUntilTheEnd(scene);
    }

    private boolean look(Ledger ledger) {
        waits.look(ledger);
        return true;
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
        backs.add(BackAgain.waitingNow(ledger, scene.run(), Accounts.PUSH, DEAD_CHANNEL));
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
        return AskedFault.inDoubt(scene.ground().sandbox().get("/faults").path("items"));
    }

    @Override
    protected void verify(Scene scene, Audit audit) {
        Ledger ledger = new Ledger(scene.ground().database());
        long ledOn = ledger.blockedThatLedOn(scene.run());
        if (ledOn > 0) {
            scene.breach(ledOn + " people went on to another channel because of trouble on our side");
        }
        for (String account : List.of(Accounts.ALIYUN, Accounts.PUSH)) {
            if (ledger.acceptedAt(scene.run(), account) == 0) {
                scene.breach("nobody was sent to by " + account + " when it was back");
            }
        }
        List<BackAgain.Try> tries = BackAgain.tries(ledger, scene.run());
        for (BackAgain back : backs) {
            scene.console()
                    .say(
                            "drill",
                            back.waiting().size() + " people waited for " + back.account() + " until it was back");
            back.wrong(tries).forEach(scene::breach);
        }
        noMainlandNumbersAbroad(scene);
        waits.hold(
                scene,
                Map.of(
                        Accounts.PUSH,
                        Duration.ofSeconds(FCM_ASKS),
                        Accounts.TWILIO,
                        Duration.ofSeconds(TWILIO_ASKS),
                        Accounts.WECHAT,
                        OWN_PAUSE,
                        Accounts.MAIL,
                        OWN_PAUSE));
        shown(scene);
    }

    /** Twilio costs eight times as much there. */
    private static void noMainlandNumbersAbroad(Scene scene) {
        long dearer = new Accepted(scene.ground().sandbox())
                .ofRun(scene.run()).stream()
                        .filter(message -> message.vendor().equals("twilio")
                                && message.to().startsWith(MAINLAND))
                        .count();
        if (dearer > 0) {
            scene.breach(dearer + " messages to the mainland left by Twilio, which is dearer");
        }
    }

    private static void shown(Scene scene) {
        List<AskedFault> asked = new ArrayList<>(FAULTS);
        asked.addAll(ALIYUN_FAULTS);
        JsonNode faults = scene.ground().sandbox().get("/faults").path("items");
        asked.forEach(fault -> scene.console()
                .say("drill", fault.vendor() + " showed " + fault.kind() + " " + fault.shown(faults) + " times"));
        AskedFault.lacking(asked, faults).forEach(scene::breach);
    }
}
