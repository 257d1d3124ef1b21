package io.carillon.problem;

import io.carillon.database.DatabaseFailure;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * What a caller is told when the trouble is ours: 503 with a time to come back while PostgreSQL is away or busy, 400 for a text that it
 * cannot keep, else 500 with an id that stands in the log. Never a stack trace, a statement or a value.
 */
@Singleton
public class OwnTrouble {
    private static final Logger LOG = Logger.getLogger(OwnTrouble.class);
    private static final Duration AWAY = Duration.ofSeconds(5);
    private static final Duration BUSY = Duration.ofSeconds(1);
    // while PostgreSQL is away every request fails; one line every so often says enough
    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    private final Language language;
    private final AtomicLong lastLogged = new AtomicLong(System.nanoTime() - QUIET_NANOS);

    public OwnTrouble(Language language) {
        this.language = language;
    }

    /** The answer to this. */
    public Response answer(Throwable trouble) {
        for (Throwable t = trouble; t != null; t = t.getCause()) {
            if (t instanceof SQLException failure) {
                if (DatabaseFailure.isFull(failure)) {
                    return full().toResponse();
                } else if (DatabaseFailure.isCrowded(failure)) {
                    return crowded().toResponse();
                } else if (DatabaseFailure.isAway(failure)) {
                    return away().toResponse();
                } else if (isBusy(failure)) {
                    return busy(failure).toResponse();
                } else if (isUnstorable(failure)) {
                    return StorableParameters.unstorable("", language.locale()).toResponse();
                }
            }
        }
        String id = UUID.randomUUID().toString();
        LOG.errorf(trouble, "Error %s", id);
        return Problem.build("internal", "Trouble of our own", 500, language.text("own.internal", id))
                .with("errorId", id)
                .build()
                .toResponse();
    }

    /** The answer where PostgreSQL takes questions and answers none. */
    Response silent() {
        return away().toResponse();
    }

    private HttpProblem full() {
        warn(
                "PostgreSQL's disk is full; nothing is written or sent until there is room, then Carillon goes on by itself");
        return Problem.retryLater(
                503, "database-full", "The database is out of disk space", language.text("own.full"), AWAY);
    }

    private void warn(String sentence) {
        long now = System.nanoTime();
        long last = lastLogged.get();
        if (now - last >= QUIET_NANOS && lastLogged.compareAndSet(last, now)) {
            LOG.warn(sentence);
        }
    }

    /** Not called away: it was not asked, because this process waited for a connection in vain. */
    private HttpProblem crowded() {
        warn("No connection to PostgreSQL came free in time; requests that need one are answered with 503");
        return Problem.retryLater(503, "database-busy", "The database is busy", language.text("own.busy"), BUSY);
    }

    private HttpProblem away() {
        warn("PostgreSQL is away; requests that need it are answered with 503");
        return Problem.retryLater(503, "database-away", "The database is away", language.text("own.away"), AWAY);
    }

    /** A deadlock, a lock not had in time, a statement that took too long. */
    private static boolean isBusy(SQLException failure) {
        return switch (String.valueOf(failure.getSQLState())) {
            case "40001", "40P01", "55P03", "57014" -> true;
            default -> false;
        };
    }

    /** A text with a NUL came through; whoever sent it can mend it. */
    private static boolean isUnstorable(SQLException failure) {
        return "22021".equals(failure.getSQLState()) || "22P05".equals(failure.getSQLState());
    }

    private HttpProblem busy(SQLException failure) {
        LOG.warnf("PostgreSQL gave a request up with SQL state %s", failure.getSQLState());
        return Problem.retryLater(503, "database-busy", "The database is busy", language.text("own.busy"), BUSY);
    }
}
