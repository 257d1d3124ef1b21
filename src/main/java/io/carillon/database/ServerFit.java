package io.carillon.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * What a PostgreSQL says of itself that decides whether Carillon can work on it: found at the start, and not by the first statement or
 * the first Chinese name that it does not take. Immutable.
 *
 * @param number the version as PostgreSQL counts, such as 170006
 * @param version the same as it is shown
 * @param encoding in which this database keeps texts
 */
record ServerFit(int number, String version, String encoding) {
    private static final int OLDEST = 16;
    private static final int A_MAJOR_VERSION = 10_000;
    private static final String ALL_WRITINGS = "UTF8";

    static ServerFit of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select current_setting('server_version_num')::int, current_setting('server_version'),"
                                + " current_setting('server_encoding')")) {
            row.next();
            return new ServerFit(row.getInt(1), row.getString(2), row.getString(3));
        }
    }

    /** Why it cannot be used, and what to do; empty where it can. */
    Optional<String> misfit() {
        if (number / A_MAJOR_VERSION < OLDEST) {
            return Optional.of("is version " + version + ". Carillon needs PostgreSQL " + OLDEST + " or newer");
        }
        if (!encoding.equals(ALL_WRITINGS)) {
            return Optional.of("keeps the texts of this database as " + encoding
                    + ", which has no room for all names. Make the database"
                    + " anew: create database NAME encoding 'UTF8' template template0");
        }
        return Optional.empty();
    }
}
