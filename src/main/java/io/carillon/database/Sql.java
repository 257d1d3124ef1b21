package io.carillon.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Plain SQL on the connection of the caller's JTA transaction (or one of its own where there is none). Bulk work on the
 * ledger goes through here, single entities through Panache. Stateless, used by many threads.
 *
 * <p>Binds: {@code Long[]}, {@code Integer[]}, {@code Double[]}, {@code Boolean[]}, {@code String[]}, {@code byte[][]} and
 * {@code Instant[]} become PostgreSQL arrays for {@code unnest} or {@code any}; an {@code Instant} a timestamptz; an enum is
 * not taken, pass its id; JSON is bound as text with {@code ?::jsonb}.
 */
@ApplicationScoped
public class Sql {
    private final DataSource dataSource;

    public Sql(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Makes one value of the current row. */
    @FunctionalInterface
    public interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    /** Work on a connection. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Runs a statement that changes rows; answers how many. */
    public int update(String sql, @Nullable Object... binds) {
        return with(connection -> {
            try (PreparedStatement statement = prepare(connection, sql, binds)) {
                return statement.executeUpdate();
            }
        });
    }

    /** Runs a statement whose result is of no interest, such as a call of a function. */
    public void run(String sql, @Nullable Object... binds) {
        with(connection -> {
            try (PreparedStatement statement = prepare(connection, sql, binds)) {
                return statement.execute();
            }
        });
    }

    /** All rows, in order. For results of bounded size. */
    public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... binds) {
        return with(connection -> {
            try (PreparedStatement statement = prepare(connection, sql, binds);
                    ResultSet rows = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(mapper.map(rows));
                }
                return found;
            }
        });
    }

    /** The first row, if there is one. */
    public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... binds) {
        List<T> found = list(sql, mapper, binds);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    /** The first row, which must be there. */
    public <T> T one(String sql, RowMapper<T> mapper, @Nullable Object... binds) {
        return first(sql, mapper, binds).orElseThrow(() -> new IllegalStateException("No row for: " + sql));
    }

    /** Work of the caller's transaction whose statements may take as long as this; the pool's own limit is meant for requests. */
    public void patiently(Duration longest, Runnable work) {
        with(connection -> {
            int usual = connection.getNetworkTimeout();
            // A little longer, so that PostgreSQL is the one who ends a slow statement.
            connection.setNetworkTimeout(
                    Runnable::run, (int) longest.plus(usual, ChronoUnit.MILLIS).toMillis());
            try {
                // Ends with the transaction.
                run("select set_config('statement_timeout', ?, true)", longest.toMillis() + "ms");
                // Where this process dies, nobody waits for what it asked.
                run("select set_config('client_connection_check_interval', '5s', true)");
                work.run();
                return null;
            } finally {
                if (!connection.isClosed()) {
                    connection.setNetworkTimeout(Runnable::run, usual);
                }
            }
        });
    }

    /** Lends the connection, such as for COPY. */
    public <T> T with(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return work.on(connection);
        } catch (SQLException broken) {
            throw new DatabaseFailure(broken);
        }
    }

    /** A timestamptz column, null where it is null. */
    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        java.time.OffsetDateTime at = row.getObject(column, java.time.OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    /** A statement on a lent connection with its binds set; the caller closes it. */
    public static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... binds)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < binds.length; i++) {
            statement.setObject(i + 1, bindable(connection, binds[i]));
        }
        return statement;
    }

    private static @Nullable Object bindable(Connection connection, @Nullable Object value) throws SQLException {
        if (value instanceof Instant at) {
            return at.atOffset(ZoneOffset.UTC);
        }
        if (value instanceof Instant[] many) {
            String[] texts = new String[many.length];
            for (int i = 0; i < many.length; i++) {
                texts[i] = many[i] == null ? null : many[i].toString();
            }
            return array(connection, "timestamptz", texts);
        }
        if (value instanceof byte[][] many) {
            return array(connection, "bytea", many);
        }
        if (value instanceof Object[] many) {
            return array(connection, elementType(many), many);
        }
        return value;
    }

    private static String elementType(Object[] many) {
        if (many instanceof Long[]) {
            return "bigint";
        } else if (many instanceof Integer[]) {
            return "integer";
        } else if (many instanceof Double[]) {
            return "float8";
        } else if (many instanceof Boolean[]) {
            return "boolean";
        } else if (many instanceof java.math.BigDecimal[]) {
            return "numeric";
        } else if (many instanceof java.util.UUID[]) {
            return "uuid";
        }
        return "text";
    }

    private static Array array(Connection connection, String type, Object[] values) throws SQLException {
        return connection.createArrayOf(type, values);
    }
}
