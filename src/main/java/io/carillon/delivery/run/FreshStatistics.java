package io.carillon.delivery.run;

import io.carillon.database.DatabaseFailure;
import io.carillon.database.Sql;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Tells PostgreSQL's planner of new people of a run: rows that no statistics know of yet are looked for with plans made for an empty
 * table. Nobody waits for it; what sends keeps to plans of its own until then. One thread at work.
 */
@ApplicationScoped
class FreshStatistics {
    private static final Logger LOG = Logger.getLogger(FreshStatistics.class);

    private final Sql sql;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread worker = new Thread(work, "fresh-statistics");
        worker.setDaemon(true);
        return worker;
    });

    FreshStatistics(Sql sql) {
        this.sql = sql;
    }

    void after(@Observes(during = TransactionPhase.AFTER_SUCCESS) AudienceFrozen frozen) {
        thread.execute(this::gather);
    }

    private void gather() {
        try {
            sql.run("analyze delivery");
        } catch (DatabaseFailure away) {
            LOG.debugf(away, "PostgreSQL gathers them by itself later");
        }
    }

    @PreDestroy
    void close() {
        thread.shutdown();
    }
}
