package io.carillon.response;

import io.carillon.channel.VendorReport;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Applies stored reports in bulk, in transactions of up to a thousand. Every process applies; none takes what another has taken.
 */
@ApplicationScoped
public class ReceiptApplier {
    private static final Logger LOG = Logger.getLogger(ReceiptApplier.class);
    private static final int AT_ONCE = 1_000;

    private static final long EVERY_MILLIS = 200;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "receipts");
        thread.setDaemon(true);
        return thread;
    });
    private final ReceiptStore store;
    private final AttemptReceipts attempts;
    private final PersonReports people;

    public ReceiptApplier(ReceiptStore store, AttemptReceipts attempts, PersonReports people) {
        this.store = store;
        this.attempts = attempts;
        this.people = people;
    }

    // After the database and the keys, which the first turn needs.
    void begin(@Observes @Priority(10_000) StartupEvent started) {
        clock.scheduleWithFixedDelay(this::apply, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void end() {
        clock.shutdown();
    }

    private void apply() {
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
