package io.carillon.profile.imports;

import io.carillon.database.DatabaseFailure;
import io.carillon.database.Sql;
import io.carillon.vault.Vault;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Imports received files one after the other, on a thread of its own. Whatever was broken off, here or in a process that is
 * gone, is taken up again. Starts with the app; when the app stops it breaks off after the chunk at hand.
 */
@ApplicationScoped
public class ImportWorker {
    private static final Logger LOG = Logger.getLogger(ImportWorker.class);
    private static final int MOST_TRIES = 3;
    /** A file that no process has seen for so long will not come back. */
    private static final Duration GONE = Duration.ofDays(1);

    private static final Duration SWEEP_EVERY = Duration.ofHours(1);

    private final Sql sql;
    private final ImportJobs jobs;
    private final Spool spool;
    private final Vault vault;
    private final List<ImportListener> listeners;
    private final Duration lookEvery;
    private final Semaphore news = new Semaphore(0);
    private volatile boolean isStopping;

    public ImportWorker(
            Sql sql,
            ImportJobs jobs,
            Spool spool,
            Vault vault,
            ImportSettings settings,
            @All List<ImportListener> listeners) {
        this.sql = sql;
        this.jobs = jobs;
        this.spool = spool;
        this.vault = vault;
        this.lookEvery = settings.lookEvery();
        this.listeners = listeners;
    }

    void start(@Observes StartupEvent event) {
        Thread thread = new Thread(this::work, "carillon-import");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        isStopping = true;
        news.release();
    }

    /** There is a new file. Returns at once. */
    public void wake() {
        news.release();
    }

    private void work() {
        boolean isAway = false;
        Instant sweep = Instant.EPOCH;
        while (!isStopping) {
            boolean hasWorked = false;
            try {
                if (Instant.now().isAfter(sweep)) {
                    spool.sweep(jobs.spooled());
                    sweep = Instant.now().plus(SWEEP_EVERY);
                }
                hasWorked = importNext();
                isAway = false;
            } catch (DatabaseFailure away) {
                if (!isAway) {
                    LOG.warnf("Imports wait for the database: %s", away.getMessage());
                }
                isAway = true;
            } catch (RuntimeException broken) {
                LOG.error("Imports could not go on; they are tried again", broken);
            }
            if (!hasWorked) {
                rest();
            }
        }
    }

    private void rest() {
        try {
            news.tryAcquire(lookEvery.toMillis(), TimeUnit.MILLISECONDS);
            news.drainPermits();
        } catch (InterruptedException stopped) {
            isStopping = true;
            Thread.currentThread().interrupt();
        }
    }

    /** Imports the file that waited longest; false when there is none for this process or another process imports. */
    boolean importNext() {
        return sql.with(connection -> {
            try (ImportSession first = ImportSession.on(connection, 0)) {
                if (!first.tryLock()) {
                    return false;
                }
                List<ImportJob> waiting = jobs.waiting(first);
                first.commit();
                for (ImportJob job : waiting) {
                    if (spool.isHere(job.file())) {
                        return importWithSecondLane(first, job);
                    }
                    giveUpIfGone(first, job);
                }
                return false;
            }
        });
    }

    /** False while a process that lost its first session still ends what it was at in the second. */
    private boolean importWithSecondLane(ImportSession first, ImportJob job) {
        return sql.with(connection -> {
            try (ImportSession second = ImportSession.on(connection, 1);
                    Lanes lanes = new Lanes(List.of(first, second))) {
                boolean isOurs = second.tryLock();
                if (isOurs) {
                    importOne(lanes, job);
                }
                return isOurs;
            }
        });
    }

    private void importOne(Lanes lanes, ImportJob job) {
        ImportSession session = lanes.first().session();
        LOG.infof(
                "Import %d begins: %d bytes, %d people applied before",
                job.id(),
                job.file().bytes(),
                job.applied().stream().mapToLong(Long::longValue).sum());
        try {
            jobs.begin(session, job.id());
            if (new ImportRun(lanes, job, vault, () -> isStopping).run(spool.path(job.file()))) {
                finish(job, "completed");
                listeners.forEach(this::tell);
            } else {
                LOG.infof("Import %d breaks off, because this process stops", job.id());
            }
        } catch (MalformedFile malformed) {
            session.rollback();
            jobs.fail(session, job.id(), malformed);
            finish(job, "failed: " + malformed.getMessage());
        } catch (DatabaseFailure failure) {
            // Nothing is wrong with the file.
            if (failure.isAway()) {
                throw failure;
            }
            breakOff(session, job, failure);
        } catch (IOException | RuntimeException broken) {
            breakOff(session, job, broken);
        }
    }

    private void tell(ImportListener listener) {
        try {
            listener.importCompleted();
        } catch (RuntimeException away) {
            LOG.warnf("What waits for new addresses looks for them later: %s", away.getMessage());
        }
    }

    private void breakOff(ImportSession session, ImportJob job, Exception broken) {
        session.rollback();
        long tries = jobs.brokeOff(session, job.id());
        LOG.errorf(broken, "Import %d broke off for the %d. time", (Object) job.id(), (Object) tries);
        if (tries >= MOST_TRIES) {
            jobs.fail(session, job.id(), new MalformedFile(FileFault.BROKEN_OFF, 0, ""));
            finish(job, "failed: broken_off");
        }
    }

    private void giveUpIfGone(ImportSession session, ImportJob job) {
        if (job.startedAt().isBefore(Instant.now().minus(GONE))) {
            jobs.fail(session, job.id(), new MalformedFile(FileFault.FILE_GONE, 0, ""));
            LOG.warnf("Import %d failed: its file is in no import folder", job.id());
        }
    }

    private void finish(ImportJob job, String how) {
        spool.delete(job.file().spool());
        LOG.infof("Import %d %s", job.id(), how);
    }
}
