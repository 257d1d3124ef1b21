package io.carillon.launcher.drill;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Receipts come three times, in another order, and for half of the messages before the answer to their send. */
final class EarlyReceipts extends ReceiptsPart {
    private static final List<Map<String, Object>> FAULTS = List.of(
            Map.of("vendor", "*", "kind", "RECEIPT_TRIPLED", "seconds", 0.7),
            Map.of("vendor", "*", "kind", "RECEIPT_SHUFFLED", "seconds", 0.5),
            Map.of("vendor", "*", "kind", "RECEIPT_EARLY", "share", 0.5, "seconds", 0.3));

    EarlyReceipts(Duration within) {
        super("tripled, shuffled and early", FAULTS, within);
    }

    /** Breaks nothing: looks for attempts that a receipt has raised although their send is not answered. */
    @Override
    protected void disturb(Scene scene) {
        Ledger ledger = new Ledger(scene.ground().database());
        while (!scene.isOver()) {
            long early = ledger.raisedBeforeTheirOutcome(scene.run());
            if (early > 0) {
                scene.fault(early + " receipts applied before their send was answered,");
                return;
            }
            Outreach.pause();
        }
    }

    @Override
    protected int faultsAsked() {
        return FAULTS.size() + 1;
    }
}
