package io.carillon.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Receipts kept back until somebody lets them go; forgotten when the sandbox ends. Thread-safe. */
final class HeldReceipts {
    /** More than any drill holds; the rest is lost, as at a vendor who keeps reports for so long and no longer. */
    private static final int MOST = 1_000_000;

    private final Map<String, Long> byVendor = new TreeMap<>();
    private List<Receipt> held = new ArrayList<>();

    synchronized void hold(String vendor, List<Receipt> receipts) {
        int room = Math.min(receipts.size(), MOST - held.size());
        held.addAll(receipts.subList(0, room));
        byVendor.merge(vendor, (long) room, Long::sum);
    }

    /** How many are held, by vendor. */
    synchronized Map<String, Long> byVendor() {
        return new TreeMap<>(byVendor);
    }

    /** Posts all, those held first first; answers how many. */
    int release() {
        List<Receipt> free;
        synchronized (this) {
            free = held;
            held = new ArrayList<>();
            byVendor.clear();
        }
        free.forEach(receipt -> receipt.leave(Duration.ZERO));
        return free.size();
    }
}
