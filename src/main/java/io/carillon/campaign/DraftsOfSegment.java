package io.carillon.campaign;

import io.carillon.database.Sql;
import io.carillon.segment.SegmentUsers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The drafts whose rules name a saved segment; what was launched has its rule pinned and misses none. */
@ApplicationScoped
public class DraftsOfSegment implements SegmentUsers {
    private final Sql sql;

    public DraftsOfSegment(Sql sql) {
        this.sql = sql;
    }

    @Override
    public List<User> of(long id, String name, int limit) {
        return sql.list(
                """
                select id, name from campaign, lateral (select (definition -> 'segment')::jsonb as rule) r
                 where launched_at is null and cancelled_at is null and\s""" + NAMES_IT + " order by id limit ?",
                row -> new User("campaign", row.getLong("id"), row.getString("name")),
                name,
                id,
                name,
                id,
                limit);
    }
}
