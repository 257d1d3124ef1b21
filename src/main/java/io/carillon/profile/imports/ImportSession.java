package io.carillon.profile.imports;

import io.carillon.database.DatabaseFailure;
import io.carillon.database.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * One database session of an import: it holds the lock of its lane, under which only one import runs at a time over all
 * processes (so that files apply in the order they came), and the lane's staging tables. When the process or the connection
 * dies, PostgreSQL lets go of both. One thread at a time; closing gives the session back as it was.
 */
final class ImportSession implements AutoCloseable {
    // "CARIMPRT" in ASCII, far away from the ids that others lock.
    private static final long LOCK = 0x434152494d505254L;
    /** Staging a very large file sorts it; the pool's own limit is meant for requests. */
    private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(15);

    private final Connection connection;
    private final long lock;
    private final int usualTimeoutMillis;
    private boolean isLocked;

    private ImportSession(Connection connection, int lane) throws SQLException {
        this.connection = connection;
        this.lock = LOCK + lane;
        this.usualTimeoutMillis = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, (int) LONGEST_STATEMENT.toMillis());
        connection.setAutoCommit(false);
    }

    static ImportSession on(Connection connection, int lane) throws SQLException {
        ImportSession session = new ImportSession(connection, lane);
        // Plans made while a table was empty would scan it for ever.
        session.run("set plan_cache_mode = force_custom_plan");
        session.run("set statement_timeout = " + LONGEST_STATEMENT.toMillis());
        // Room to sort the rows of a chunk in memory.
        session.run("set work_mem = '32MB'");
        session.commit();
        return session;
    }

    /** Whether this session may work on its lane now. */
    boolean tryLock() {
        isLocked = number("select case when pg_try_advisory_lock(?) then 1 else 0 end", lock) == 1;
        commit();
        return isLocked;
    }

    int update(String sql, @Nullable Object... binds) {
        return attempt(() -> {
            try (PreparedStatement statement = Sql.prepare(connection, sql, binds)) {
                return statement.executeUpdate();
            }
        });
    }

    void run(String sql, @Nullable Object... binds) {
        attempt(() -> {
            try (PreparedStatement statement = Sql.prepare(connection, sql, binds)) {
                return statement.execute();
            }
        });
    }

    <T> List<T> list(String sql, Sql.RowMapper<T> mapper, @Nullable Object... binds) {
        return attempt(() -> {
            try (PreparedStatement statement = Sql.prepare(connection, sql, binds);
                    ResultSet rows = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(mapper.map(rows));
                }
                return found;
            }
        });
    }

    /** The first column of the first row. */
    long number(String sql, @Nullable Object... binds) {
        return list(sql, row -> row.getLong(1), binds).get(0);
    }

    /** Whether a query finds any row; it stops at the first. */
    boolean isAny(String query) {
        return number("select count(*) from (" + query + " limit 1) one") > 0;
    }

    /** Copies rows into a table; {@code target} is its name with columns. */
    void copy(String target, CopyText rows) {
        if (rows.isEmpty()) {
            return;
        }
        attempt(() -> {
            try {
                return connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("copy " + target + " from stdin", rows.bytes());
            } catch (IOException broken) {
                throw new SQLException("COPY into " + target + " broke off", "08006", broken);
            }
        });
    }

    void commit() {
        attempt(() -> {
            connection.commit();
            return null;
        });
    }

    void rollback() {
        attempt(() -> {
            connection.rollback();
            return null;
        });
    }

    @Override
    public void close() throws SQLException {
        if (connection.isClosed() || !connection.isValid(1)) {
            return;
        }
        connection.rollback();
        if (isLocked) {
            StagingTables.drop(this);
            run("select pg_advisory_unlock(?)", lock);
        }
        run("reset plan_cache_mode");
        run("reset statement_timeout");
        run("reset work_mem");
        connection.commit();
        connection.setAutoCommit(true);
        connection.setNetworkTimeout(Runnable::run, usualTimeoutMillis);
    }

    private interface Step<T> {
        T take() throws SQLException;
    }

    private static <T> T attempt(Step<T> step) {
        try {
            return step.take();
        } catch (SQLException broken) {
            throw new DatabaseFailure(broken);
        }
    }
}
