package io.carillon.insight;

import io.carillon.database.BoundedRead;
import io.carillon.database.DatabaseFailure;
import io.carillon.database.Sql;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/**
 * What waits in the database, for Prometheus: open runs, stopped channels, batches past their wake, commands on their way to Temporal
 * and receipts not applied. One cheap statement, asked at most every five seconds whoever scrapes; while the database is away
 * the gauges are NaN, also where it takes the question and answers nothing. Thread-safe.
 */
@ApplicationScoped
public class LedgerGauges {
    private static final Logger LOG = Logger.getLogger(LedgerGauges.class);
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String STATEMENT = """
            select (select count(*) from run where closed_at is null) as runs,
                   (select count(*) from run_block b join run r on r.id = b.run_id and r.closed_at is null) as blocks,
                   (select count(*) from batch b join run r on r.id = b.run_id
                     where r.closed_at is null and r.state <> 'paused' and b.stage in ('sending', 'waiting')
                       and greatest(coalesce(b.next_wake_at, b.updated_at), b.updated_at)
                           < clock_timestamp() - interval '10 minutes') as overdue,
                   (select count(*) from (select distinct command, target from outbox) o) as commands,
                   (select coalesce(extract(epoch from clock_timestamp() - min(due_at)), 0) from outbox
                     where due_at < clock_timestamp()) as command_age,
                   (select count(*) from receipt where state = 'new') as receipts,
                   (select count(*) from receipt where state = 'unmatched') as unmatched,
                   (select coalesce(extract(epoch from clock_timestamp() - min(next_try_at)), 0) from receipt
                     where state in ('new', 'unmatched') and next_try_at < clock_timestamp()) as receipt_age""";

    private final BoundedRead<Figures> question;
    private final List<Gauge> registered = new ArrayList<>();
    private Figures figures = Figures.UNKNOWN;
    private long readAt = System.nanoTime() - FRESH.toNanos();

    public LedgerGauges(Sql sql) {
        this.question = new BoundedRead<>("ledger gauges", () -> read(sql));
    }

    private record Figures(
            double runs,
            double blocks,
            double overdue,
            double commands,
            double commandAge,
            double receipts,
            double unmatched,
            double receiptAge) {
        static final Figures UNKNOWN = new Figures(
                Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    void register(@Observes StartupEvent started, MeterRegistry registry) {
        gauge(registry, "carillon.runs.open", "Runs that are not closed", Figures::runs);
        gauge(
                registry,
                "carillon.channels.blocked",
                "Channels of open runs stopped by trouble on our side",
                Figures::blocks);
        gauge(registry, "carillon.batches.overdue", "Batches ten minutes past their wake", Figures::overdue);
        gauge(registry, "carillon.outbox.waiting", "Commands not yet handed to Temporal", Figures::commands);
        gauge(
                registry,
                "carillon.outbox.oldest.seconds",
                "How long the oldest command is overdue",
                Figures::commandAge);
        gauge(registry, "carillon.receipts.waiting", "Vendors' reports stored and not yet applied", Figures::receipts);
        gauge(
                registry,
                "carillon.receipts.unmatched",
                "Reports of messages not found yet, tried for a day",
                Figures::unmatched);
        gauge(
                registry,
                "carillon.receipts.oldest.seconds",
                "How long the oldest report is overdue",
                Figures::receiptAge);
    }

    private void gauge(MeterRegistry registry, String name, String what, ToDoubleFunction<Figures> value) {
        registered.add(Gauge.builder(name, this, self -> value.applyAsDouble(self.now()))
                .description(what)
                .register(registry));
    }

    /** Whoever starts next in this JVM has its own: the registry outlives the app there, and a name is taken only once. */
    void unregister(@Observes ShutdownEvent stopped, MeterRegistry registry) {
        registered.forEach(registry::remove);
        registered.clear();
    }

    private synchronized Figures now() {
        if (System.nanoTime() - readAt >= FRESH.toNanos()) {
            figures = question.within(PATIENCE).orElse(Figures.UNKNOWN);
            readAt = System.nanoTime();
        }
        return figures;
    }

    private static Figures read(Sql sql) {
        try {
            return sql.one(
                    STATEMENT,
                    row -> new Figures(
                            row.getDouble("runs"),
                            row.getDouble("blocks"),
                            row.getDouble("overdue"),
                            row.getDouble("commands"),
                            row.getDouble("command_age"),
                            row.getDouble("receipts"),
                            row.getDouble("unmatched"),
                            row.getDouble("receipt_age")));
        } catch (DatabaseFailure away) {
            LOG.debug("the gauges cannot be read", away);
            return Figures.UNKNOWN;
        }
    }
}
