package io.carillon.database;

import java.sql.SQLException;

/** PostgreSQL could not do what it was asked; the SQL state is kept, values are not. */
public class DatabaseFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String sqlState;

    public DatabaseFailure(SQLException cause) {
        super("PostgreSQL: " + cause.getMessage() + " (SQL state " + cause.getSQLState() + ")", cause);
        this.sqlState = String.valueOf(cause.getSQLState());
    }

    /** The five-character SQL state, or {@code null} as text where there is none. */
    public String sqlState() {
        return sqlState;
    }

    /** Whether a unique index or constraint said no. */
    public boolean isDuplicate() {
        return "23505".equals(sqlState);
    }
}
