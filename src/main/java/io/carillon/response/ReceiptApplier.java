package io.carillon.response;

import io.carillon.channel.VendorReport;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Applies stored reports in bulk, in transactions of up to a thousand. Every process applies; none takes what another has taken.
 */
@ApplicationScoped
public class ReceiptApplier {
    private static final Logger LOG = Logger.getLogger(ReceiptApplier.class);
    private static final int AT_ONCE = 1_000;

    private final ReceiptStore store;
    private final AttemptReceipts attempts;
    private final PersonReports people;

    public ReceiptApplier(ReceiptStore store, AttemptReceipts attempts, PersonReports people) {
        this.store = store;
        this.attempts = attempts;
        this.people = people;
    }

    @Scheduled(every = "${carillon.receipts-every:0.25s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void apply() {
        try {
            while (QuarkusTransaction.requiringNew().call(this::applySome) == AT_ONCE) {
                LOG.debug("more reports wait");
            }
        } catch (RuntimeException away) {
            // Nothing is lost: what was not committed is due again.
            LOG.warnf(
                    "reports could not be applied (%s); tried again",
                    away.getClass().getSimpleName());
            LOG.debug("reports could not be applied", away);
        }
    }

    @Scheduled(every = "1h", delayed = "1m")
    void dropRaw() {
        store.dropRaw(30);
    }

    private int applySome() {
        List<ReceiptStore.Stored> due = store.due(AT_ONCE);
        List<ReceiptStore.Stored> receipts = new ArrayList<>();
        List<ReceiptStore.Stored> others = new ArrayList<>();
        due.forEach(stored -> (stored.report() instanceof VendorReport.Receipt ? receipts : others).add(stored));
        List<ReceiptStore.Stored> unmatched = new ArrayList<>(attempts.apply(receipts));
        unmatched.addAll(people.apply(others));
        List<ReceiptStore.Stored> applied = new ArrayList<>(due);
        applied.removeAll(unmatched);
        store.applied(applied);
        store.unmatched(unmatched);
        return due.size();
    }
}
