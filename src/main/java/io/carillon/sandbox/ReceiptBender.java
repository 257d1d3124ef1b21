package io.carillon.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Sends a message's receipts as a receipt fault wants them: late, doubled, out of order, or not at all. Thread-safe. */
final class ReceiptBender {
    private final SandboxKit kit;
    private final Random random;

    ReceiptBender(SandboxKit kit, long seed) {
        this.kit = kit;
        this.random = new Random(seed);
    }

    void send(@Nullable Fault fault, List<Runnable> inOrder) {
        if (fault == null) {
            inOrder.forEach(Runnable::run);
            return;
        }
        switch (fault.kind()) {
            case RECEIPT_LATE -> inOrder.forEach(receipt -> kit.later(fault.time(), receipt));
            case RECEIPT_DOUBLED ->
                inOrder.forEach(receipt -> {
                    receipt.run();
                    kit.later(fault.time(), receipt);
                });
            case RECEIPT_SHUFFLED -> apart(shuffled(inOrder), fault.time());
            case RECEIPT_LOST -> {
                // nothing leaves
            }
            default -> throw new IllegalArgumentException(fault.kind() + " is not a fault of receipts");
        }
    }

    /** Each begins a whole step after the one before, so that its own small delay cannot put it back in order. */
    private void apart(List<Runnable> receipts, Duration step) {
        for (int i = 0; i < receipts.size(); i++) {
            kit.later(step.multipliedBy(i), receipts.get(i));
        }
    }

    private List<Runnable> shuffled(List<Runnable> inOrder) {
        List<Runnable> shuffled = new ArrayList<>(inOrder);
        synchronized (random) {
            while (shuffled.size() > 1 && shuffled.equals(inOrder)) {
                Collections.shuffle(shuffled, random);
            }
        }
        return shuffled;
    }
}
