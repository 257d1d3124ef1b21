package io.carillon.database;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** PostgreSQL could not do what it was asked; the SQL state is kept, values are not. */
public class DatabaseFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String DISK_FULL = "53100";
    private static final String UNEXPECTED = "99999";

    private final String sqlState;

    public DatabaseFailure(SQLException cause) {
        super("PostgreSQL: " + cause.getMessage() + " (SQL state " + cause.getSQLState() + ")", cause);
        this.sqlState = String.valueOf(cause.getSQLState());
    }

    /** The five-character SQL state, or {@code null} as text where there is none. */
    public String sqlState() {
        return sqlState;
    }

    /** Whether PostgreSQL is away, starting, stopping or full, so that the same may work again by itself. */
    public boolean isAway() {
        return getCause() instanceof SQLException cause && isAway(cause);
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

    /** Whether this says that PostgreSQL's disk has no room left; it reads on, and writes again when there is room. */
    public static boolean isFull(SQLException failure) {
        return DISK_FULL.equals(failure.getSQLState());
    }

    /** The driver's word for an exception that it did not foresee, such as that of a pool that stops waiting for a connection. */
    private static boolean isCutShort(Throwable failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException
                    || cause instanceof IOException
                    || String.valueOf(cause.getMessage()).startsWith("Interrupted")) {
                return true;
            }
        }
        return false;
    }

    /** Whether a unique index or constraint said no. */
    public boolean isDuplicate() {
        return "23505".equals(sqlState);
    }
}
