package io.carillon.delivery.dispatch;

import io.carillon.database.DatabaseFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * What vendors answered is not thrown away because PostgreSQL is away or stuck: it is kept for as long as this process lives, and
 * written when PostgreSQL is back. An answer that comes after its claim's lease still settles the doubt that was written in
 * between. Each waiting thread keeps one claim and claims no other, so what is kept is bounded. Used by many threads.
 */
@ApplicationScoped
public class Patience {
    private static final Logger LOG = Logger.getLogger(Patience.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** At least; a try that waits for a connection takes longer. */
    private static final int TRIES_A_MINUTE = 120;

    /**
     * Does the work, again and again while PostgreSQL is away. Throws what cannot pass, and everything when the process stops.
     *
     * @param work one transaction of its own, which may be done again though it was committed: a commit may go unheard
     */
    void until(Runnable work) {
        long begun = System.nanoTime();
        for (int tries = 1; ; tries++) {
            try {
                work.run();
                if (tries > 1) {
                    LOG.infof(
                            "What vendors answered is written, %d s later",
                            Duration.ofNanos(System.nanoTime() - begun).toSeconds());
                }
                return;
            } catch (RuntimeException failed) {
                if (!mayPass(failed) || !pause()) {
                    throw failed;
                }
                if (tries % TRIES_A_MINUTE == 1) {
                    LOG.warnf(
                            "What vendors answered is kept and written when PostgreSQL takes it: %s",
                            failed.getClass().getSimpleName());
                }
            }
        }
    }

    /** What PostgreSQL said decides; where nobody heard it, whether the transaction came to nothing. */
    private static boolean mayPass(RuntimeException failed) {
        List<Throwable> causes = Stream.<Throwable>iterate(failed, Objects::nonNull, Throwable::getCause)
                .toList();
        List<SQLException> said = causes.stream()
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .toList();
        return said.isEmpty()
                ? causes.stream().anyMatch(Patience::isTransactionLost)
                : said.stream().anyMatch(DatabaseFailure::isPassing);
    }

    private static boolean isTransactionLost(Throwable cause) {
        return cause instanceof RollbackException || cause instanceof SystemException;
    }

    /** False when the process stops. */
    private static boolean pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
