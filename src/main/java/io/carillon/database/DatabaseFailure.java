package io.carillon.database;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** PostgreSQL could not do what it was asked; the SQL state is kept, values are not. */
public class DatabaseFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String DISK_FULL = "53100";
    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final String UNEXPECTED = "99999";
    /** Class of deadlock and serialisation failure. */
    private static final String ROLLED_BACK = "40";
    /** A statement took too long, a transaction was idle too long, a lock was not to be had, nothing may be written here. */
    private static final Set<String> PASSING = Set.of("57014", "25P03", "55P03", "25006");

    private final String sqlState;
    private final boolean isInterrupted;

    /** To be made by the thread whose work failed: whether that one was interrupted is part of what happened. */
    public DatabaseFailure(SQLException cause) {
        super(sentence(cause), cause);
        this.sqlState = String.valueOf(cause.getSQLState());
        this.isInterrupted = isInterrupted(cause);
    }

    private static String sentence(SQLException cause) {
        if (isInterrupted(cause)) {
            return "The work was called off while it waited for a connection; PostgreSQL is not the reason";
        }
        if (UNEXPECTED.equals(cause.getSQLState()) && isCutShort(cause)) {
            return "PostgreSQL let nobody in before the pool stopped waiting";
        }
        return "PostgreSQL: " + cause.getMessage() + " (SQL state " + cause.getSQLState() + ")";
    }

    /** The five-character SQL state, or {@code null} as text where there is none. */
    public String sqlState() {
        return sqlState;
    }

    /** Whether PostgreSQL is away, starting, stopping or full, so that the same may work again by itself. */
    public boolean isAway() {
        return !isInterrupted && getCause() instanceof SQLException cause && isAway(cause);
    }

    /**
     * Whether the same transaction may well be committed when it is done again: PostgreSQL is away, was stuck for longer than a
     * statement or a transaction may last, has changed places with a stand-by, or has sacrificed this one to another. Where
     * there is no SQL state the pool speaks, and not PostgreSQL.
     */
    public static boolean isPassing(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || isAway(failure) || state.startsWith(ROLLED_BACK) || PASSING.contains(state);
    }

    /** Whether the work was called off by an interrupt of its own thread; PostgreSQL may be as well as ever. */
    public boolean isInterrupted() {
        return isInterrupted;
    }

    // The pool's threads are interrupted too, when nobody waits any more for the connection that they open. Whoever
    // waited hears of
    // it in the same words; but only a thread whose own work was called off carries the mark.
    private static boolean isInterrupted(SQLException failure) {
        if (!Thread.currentThread().isInterrupted()) {
            return false;
        }
        return anyCause(failure, DatabaseFailure::isInterrupt);
    }

    /** Whether this holds of the failure or of anything that caused it. */
    static boolean anyCause(@Nullable Throwable failure, Predicate<Throwable> what) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).anyMatch(what);
    }

    /**
     * Whether this says that PostgreSQL is away: connection errors (class 08), shutting down or starting (57P), out of
     * connections or memory (53), connecting that was cut short (99999), or no connection of the pool came free in time (Agroal gives
     * that no SQL state).
     */
    public static boolean isAway(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null) {
            return failure instanceof SQLTransientConnectionException
                    || String.valueOf(failure.getMessage()).contains("cquisition timeout")
                    || failure.getCause() instanceof SQLException deeper && isAway(deeper);
        }
        if (state.equals(UNEXPECTED)) {
            return isCutShort(failure);
        }
        return state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
    }

    /**
     * Whether no connection was to be had in time, which may be PostgreSQL's fault as well as that of a crowd before its door: the
     * pool waited in vain, gave a connect up half way, or PostgreSQL has all the connections that it takes. Where connecting itself
     * failed this is false. What is crowded is away as well, for whoever only wants to know whether to try again.
     */
    public static boolean isCrowded(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null) {
            return !(failure.getCause() instanceof SQLException deeper && isAway(deeper))
                    && String.valueOf(failure.getMessage()).contains("cquisition timeout");
        }
        return TOO_MANY_CONNECTIONS.equals(state) || UNEXPECTED.equals(state) && isGivenUp(failure);
    }

    /** Whether this says that PostgreSQL's disk has no room left; it reads on, and writes again when there is room. */
    public static boolean isFull(SQLException failure) {
        return DISK_FULL.equals(failure.getSQLState());
    }

    /** The driver's word for an exception that it did not foresee, such as that of a pool that stops waiting for a connection. */
    private static boolean isCutShort(Throwable failure) {
        return anyCause(failure.getCause(), cause -> cause instanceof IOException || isInterrupt(cause));
    }

    private static boolean isGivenUp(Throwable failure) {
        return anyCause(failure.getCause(), DatabaseFailure::isInterrupt);
    }

    /** Pool ("Interrupted while acquiring") and driver ("Interrupted while attempting to connect.") keep no cause. */
    private static boolean isInterrupt(Throwable failure) {
        return failure instanceof InterruptedException
                || String.valueOf(failure.getMessage()).startsWith("Interrupted");
    }

    /** Whether a unique index or constraint said no. */
    public boolean isDuplicate() {
        return "23505".equals(sqlState);
    }
}
