package io.carillon.segment;

import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The saved segments whose rules name another one. */
@ApplicationScoped
public class UsingSegments implements SegmentUsers {
    private final Sql sql;

    public UsingSegments(Sql sql) {
        this.sql = sql;
    }

    @Override
    public List<User> of(long id, String name, int limit) {
        return sql.list(
                "select id, name from segment where " + NAMES_IT + " and id <> ? order by id limit ?",
                row -> new User("segment", row.getLong("id"), row.getString("name")),
                name,
                id,
                name,
                id,
                id,
                limit);
    }
}
