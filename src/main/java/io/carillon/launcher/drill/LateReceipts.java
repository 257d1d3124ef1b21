package io.carillon.launcher.drill;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Every receipt comes days after the run has closed: it corrects figures and sends nothing. */
final class LateReceipts extends ReceiptsPart {
    private static final String BOUNCES = "smtp";
    /** Past every wait, window and end that a run may have had. */
    private static final int DAYS = 8;

    LateReceipts(Duration within) {
        super("late", List.of(Map.of("vendor", "*", "kind", "RECEIPT_HELD")), within);
    }

    @Override
    protected void verify(Scene scene, Audit audit) {
        Ground ground = scene.ground();
        Ledger ledger = new Ledger(ground.database());
        long messages = scene.messages();
        var attempts = ledger.attempts(scene.run()).keySet();
        long confirmed = confirmed(ledger, scene.run());
        if (confirmed > 0) {
            scene.breach(confirmed + " messages were confirmed while every receipt was held");
        }
        long bounces =
                ground.sandbox().get("/receipts").path("byVendor").path(BOUNCES).asLong();
        ledger.passDays(DAYS);
        long released = ground.sandbox()
                .post("/receipts/release", Map.of())
                .body()
                .path("released")
                .asLong();
        scene.console().say("drill", released + " receipts come " + DAYS + " days after the close");
        settle(ground);
        if (scene.messages() != messages
                || !ledger.attempts(scene.run()).keySet().equals(attempts)) {
            scene.breach("receipts after the close sent " + (scene.messages() - messages) + " messages");
        }
        long undelivered = ledger.attemptStates(scene.run()).getOrDefault("email undelivered", 0L);
        if (undelivered != bounces) {
            scene.breach(bounces + " mails bounced after the close, the ledger has " + undelivered);
        }
        Audit.Evidence evidence = Audit.evidence(ground, scene.run());
        Audit after = evidence.audit(audit.people());
        if (!after.holds()) {
            scene.breach("after the late receipts ledger and vendors differ: " + after.examples());
        }
        judgePeople(scene, scene.run(), Paths.of(ledger, scene.run()), evidence, false);
        super.verify(scene, audit);
    }

    private static long confirmed(Ledger ledger, long run) {
        return ledger.attemptStates(run).entrySet().stream()
                .filter(entry -> List.of("delivered", "read", "undelivered")
                        .contains(entry.getKey().substring(entry.getKey().indexOf(' ') + 1)))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
