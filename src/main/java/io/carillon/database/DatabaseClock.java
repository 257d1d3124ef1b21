package io.carillon.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Objects;

/** PostgreSQL's clock, shifted by the installation's offset (zero outside tests). */
@ApplicationScoped
public class DatabaseClock {
    private final Sql sql;

    public DatabaseClock(Sql sql) {
        this.sql = sql;
    }

    /** Now, to a microsecond. */
    public Instant now() {
        return sql.one("select carillon_now() as now", row -> Objects.requireNonNull(Sql.instant(row, "now")));
    }
}
