package io.carillon.database;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Work that is done again and again while the app runs, after so much time has passed and not when a clock says so: a clock may be set
 * back, and what was last done at a time to come would be left until then. In tests, which set clocks and look when they want to, nothing
 * is done. Thread-safe.
 */
@ApplicationScoped
public class RegularWork {
    private static final Logger LOG = Logger.getLogger(RegularWork.class);
    /** Enough for one that asks vendors for long and for those who look at clocks meanwhile. */
    private static final int THREADS = 3;

    /** None of it has to be through: a stop has other things to wait for, and no more time than the launcher gives it. */
    private static final long STOP_SECONDS = 5;

    private final ScheduledExecutorService time = Executors.newScheduledThreadPool(THREADS, work -> {
        Thread thread = new Thread(work, "regular-work");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Begins; with a pause of {@code every} between an end and the next beginning, also after one that failed.
     *
     * @param what it is, for the log
     * @param first how long from now
     */
    public void begin(String what, Duration first, Duration every, Runnable work) {
        if (LaunchMode.current() != LaunchMode.TEST) {
            repeat(what, first, every, work);
        }
    }

    void repeat(String what, Duration first, Duration every, Runnable work) {
        time.scheduleWithFixedDelay(() -> once(what, work), first.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void once(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error failure) {
            // Whatever gets out of here ends the work for good, and nobody hears of it.
            LOG.warnf(failure, "%s: failed, and is tried again", what);
        }
    }

    // While the database is still there.
    void end(@Observes ShutdownEvent stopping) throws InterruptedException {
        time.shutdown();
        if (!time.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("some work is still being done; what is not committed is done at the next start");
        }
    }
}
