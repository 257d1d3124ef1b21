package io.carillon.launcher.drill;

import io.carillon.launcher.local.Pause;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Aliyun's gateway asks us to wait, in a campaign of its own: whoever is sent to meanwhile goes by the other account of the channel, as he
 * should, and among messages for which Aliyun had no balance he would not be told from those who must not.
 */
final class AskedToWait {
    /** A gateway that names no time is left alone for a second. */
    private static final AskedFault THROTTLE = new AskedFault("aliyun", "THROTTLE", 1, 0, 0, 5);

    private static final Duration LOOK = Duration.ofMillis(200);
    static final String CAMPAIGN = """
            kind: campaign
            name: asked to wait
            purpose: marketing
            segment: { all: [ { trait: city, in: [苏州] }, { tag: member } ] }
            message:
              defaultLocale: zh
              text: { zh: "苏州会员日，满300减50 拒收请回复R", en: "Members' day, 50 off 300. Reply STOP to opt out" }
              overrides:
                sms:
                  bindings: { aliyun-marketing: { signature: 钟楼商城, template: SMS_123456789, params: { name: 会员 } } }
            channels: { order: [sms] }
            schedule: { start: now }
            """;

    private final Scene scene;

    AskedToWait(Scene scene) {
        this.scene = scene;
    }

    /** Sends it; what does not hold goes to the scene. */
    void play() {
        Waits waits = new Waits();
        Ledger ledger = new Ledger(scene.ground().database());
        THROTTLE.at(scene.ground().sandbox());
        SideCampaign campaign = SideCampaign.launch(scene, CAMPAIGN);
        while (!campaign.isOver()) {
            waits.look(ledger);
            Pause.of(LOOK);
        }
        campaign.end();
        AskedFault.lacking(
                        List.of(THROTTLE),
                        scene.ground().sandbox().get("/faults").path("items"))
                .forEach(scene::breach);
        waits.hold(scene, campaign.run(), Map.of(Accounts.ALIYUN, Duration.ofSeconds(THROTTLE.seconds())));
        scene.ground().sandbox().delete("/faults");
    }
}
