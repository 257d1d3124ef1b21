package io.carillon.database;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Whether PostgreSQL answers, asked every other second, so that whoever needs it can be told at once where it takes questions and
 * answers none. Thread-safe.
 */
@ApplicationScoped
public class DatabaseWatch {
    /** How long whoever asks now waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** Longer than the pool lets anybody wait for a connection, so that a crowd before its door is not taken for silence. */
    static final Duration SILENCE = Duration.ofSeconds(7);

    private static final Duration EVERY = Duration.ofSeconds(2);

    private final BoundedRead<Integer> question;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "database watch");
        thread.setDaemon(true);
        return thread;
    });

    public DatabaseWatch(Sql sql) {
        this.question = new BoundedRead<>("database question", () -> sql.one("select 1", row -> row.getInt(1)));
    }

    void start(@Observes StartupEvent event) {
        clock.scheduleWithFixedDelay(question::ask, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }

    /** Whether it answers now. */
    boolean answers() {
        return question.within(PATIENCE).isPresent();
    }

    /** Whether it has not answered for a while; asks nothing. */
    public boolean isSilent() {
        return question.isMissingFor(SILENCE);
    }
}
