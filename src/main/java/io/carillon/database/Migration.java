package io.carillon.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/**
 * Brings the schema up to date while processes of the release before work on it. A change may meet their transactions in a
 * deadlock and lose; it was rolled back then, and is tried again.
 */
final class Migration {
    private static final Logger LOG = Logger.getLogger(Migration.class);
    /** Serialisation failure, deadlock, and a lock that was not to be had in time. */
    private static final List<String> TRY_AGAIN = List.of("40001", "40P01", "55P03");

    private final Flyway flyway;
    private final Duration patience;
    private final Runnable pause;

    /**
     * A migration.
     *
     * @param patience for how long a change that loses is tried again
     * @param pause taken before each, so that the work which it lost to gets through
     */
    Migration(Flyway flyway, Duration patience, Runnable pause) {
        this.flyway = flyway;
        this.patience = patience;
        this.pause = pause;
    }

    /** Applies what is missing; answers how many changes the last try applied. */
    int run() {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return flyway.migrate().migrationsExecuted;
            } catch (FlywayException failed) {
                if (!isLost(failed) || System.nanoTime() - end >= 0) {
                    throw failed;
                }
                LOG.warn("A schema change met the work of another process and was rolled back; it is tried again");
                pause.run();
            }
        }
    }

    private static boolean isLost(FlywayException failure) {
        return DatabaseFailure.anyCause(
                failure,
                cause -> cause instanceof SQLException refused
                        && TRY_AGAIN.contains(String.valueOf(refused.getSQLState())));
    }
}
