package io.carillon.response;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.VendorReport;
import io.carillon.database.RegularWork;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private static final int RAW_DAYS = 30;
    private static final long EVERY_MILLIS = 200;
    private static final long STOP_SECONDS = 10;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "receipts");
        thread.setDaemon(true);
        return thread;
    });
    private final ReceiptStore store;
    private final AttemptReceipts attempts;
    private final PersonReports people;
    private final RegularWork regular;
    /** Of the applying thread alone: so that a long outage is one line in the log. */
    private boolean isFailing;

    public ReceiptApplier(ReceiptStore store, AttemptReceipts attempts, PersonReports people, RegularWork regular) {
        this.store = store;
        this.attempts = attempts;
        this.people = people;
        this.regular = regular;
    }

    // After the database and the keys, which the first turn needs.
    void begin(@Observes @Priority(10_000) StartupEvent started) {
        clock.scheduleWithFixedDelay(this::apply, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        regular.begin("raw reports dropped", Duration.ofMinutes(1), Duration.ofHours(1), () -> store.dropRaw(RAW_DAYS));
    }

    // While the database is still there.
    void end(@Observes ShutdownEvent stopping) throws InterruptedException {
        clock.shutdown();
        if (!clock.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("reports are still being applied; what is not committed is applied at the next start");
        }
    }

    private void apply() {
        try {
            while (QuarkusTransaction.requiringNew().call(() -> applySome(AT_ONCE)) == AT_ONCE && !clock.isShutdown()) {
                LOG.debug("more reports wait");
            }
            store.believeNoFarTime();
            if (isFailing) {
                isFailing = false;
                LOG.info("reports are applied again");
            }
        } catch (RuntimeException failure) {
            failed(failure);
        }
    }

    /** Nothing is lost: what was not committed is due again. One report that always fails must not hold up the others. */
    private void failed(RuntimeException failure) {
        if (!isFailing) {
            isFailing = true;
            LOG.warnf(
                    "reports cannot be applied together (%s); each is tried alone",
                    failure.getClass().getSimpleName());
        }
        LOG.debug("reports could not be applied", failure);
        try {
            for (long id : QuarkusTransaction.requiringNew().call(() -> store.dueIds(AT_ONCE))) {
                applyAlone(id);
            }
        } catch (RuntimeException away) {
            LOG.debug("the database is away", away);
        }
    }

    private void applyAlone(long id) {
        try {
            QuarkusTransaction.requiringNew().run(() -> applyAll(store.due(id)));
        } catch (RuntimeException failure) {
            // Throws as well when the database is away: then the report keeps its turn.
            QuarkusTransaction.requiringNew().run(() -> store.unmatched(List.of(id)));
            LOG.errorf(failure, "report %d cannot be applied; it is tried again for a day", id);
        }
    }

    private int applySome(int most) {
        List<ReceiptStore.Stored> due = store.due(most);
        applyAll(due);
        return due.size();
    }

    private void applyAll(List<ReceiptStore.Stored> due) {
        List<ReceiptStore.Stored> receipts = new ArrayList<>();
        List<ReceiptStore.Stored> others = new ArrayList<>();
        due.forEach(stored -> (stored.report() instanceof VendorReport.Receipt ? receipts : others).add(stored));
        Set<Long> unmatched = new LinkedHashSet<>();
        Map<AttemptKey, Instant> answered = new HashMap<>();
        others.forEach(stored -> {
            if (stored.report() instanceof VendorReport.OptOut no && no.key() != null) {
                answered.put(AttemptKey.parse(no.key()), no.at());
            }
        });
        attempts.apply(receipts, answered).forEach(stored -> unmatched.add(stored.id()));
        people.apply(others).forEach(stored -> unmatched.add(stored.id()));
        store.applied(due.stream()
                .map(ReceiptStore.Stored::id)
                .filter(id -> !unmatched.contains(id))
                .toList());
        store.unmatched(unmatched);
    }
}
