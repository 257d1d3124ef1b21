package io.carillon.delivery.dispatch;

import io.carillon.database.DatabaseFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * What vendors answered is not thrown away because PostgreSQL is away: it is written when PostgreSQL is back, unless that takes too
 * long. An answer that comes after its claim's lease still settles the doubt that was written in between. Used by many threads.
 */
@ApplicationScoped
public class Patience {
    private static final Logger LOG = Logger.getLogger(Patience.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Duration longest;

    public Patience() {
        this(LONGEST);
    }

    Patience(Duration longest) {
        this.longest = longest;
    }

    /**
     * Does the work, again and again while PostgreSQL is away.
     *
     * @param work one transaction of its own; what it throws while PostgreSQL is away it has not done
     */
    void until(Runnable work) {
        long begun = System.nanoTime();
        for (int tries = 1; ; tries++) {
            try {
                work.run();
                return;
            } catch (DatabaseFailure failed) {
                boolean isOver = System.nanoTime() - begun > longest.toNanos();
                if (!failed.isAway() || isOver || !pause()) {
                    throw failed;
                }
                if (tries == 1) {
                    LOG.warn("PostgreSQL is away; what vendors answered is kept and written when it is back");
                }
            }
        }
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
