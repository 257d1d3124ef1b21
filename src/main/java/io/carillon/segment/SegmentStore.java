package io.carillon.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.database.DatabaseFailure;
import io.carillon.database.Page;
import io.carillon.database.Sql;
import io.carillon.problem.Problem;
import io.carillon.problem.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** The table of saved segments. Joins the caller's transaction. */
@ApplicationScoped
public class SegmentStore {
    private static final String COLUMNS =
            "select id, version, name, rule, created_by, created_at, updated_at from segment";
    private final Sql sql;

    public SegmentStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * A row of the table.
     *
     * @param version counts edits; as If-Match it keeps an edit from undoing somebody else's
     */
    public record Segment(
            long id, int version, String name, JsonNode rule, String createdBy, Instant createdAt, Instant updatedAt) {}

    /**
     * Adds one; answers its id.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 409 when the name is taken
     */
    public long add(String name, JsonNode rule, String actor) {
        return unique(
                name,
                () -> sql.one(
                        "insert into segment (name, rule, created_by) values (?, ?::jsonb, ?) returning id",
                        row -> row.getLong(1),
                        name,
                        rule.toString(),
                        actor));
    }

    /** Changes one; false when there is none. Launched campaigns keep the rule they were launched with. */
    public boolean change(long id, String name, JsonNode rule) {
        return unique(
                name,
                () -> sql.update(
                                "update segment set name = ?, rule = ?::jsonb, updated_at = now(), version = version + 1"
                                        + " where id = ?",
                                name,
                                rule.toString(),
                                id)
                        > 0);
    }

    /** Removes one; false when there is none. */
    public boolean remove(long id) {
        return sql.update("delete from segment where id = ?", id) > 0;
    }

    /** The segment of this id. */
    public Optional<Segment> find(long id) {
        return sql.first(COLUMNS + " where id = ?", SegmentStore::segment, id);
    }

    /** The segment of this id, which stays as it is until the transaction ends. */
    public Optional<Segment> locked(long id) {
        return sql.first(COLUMNS + " where id = ? for update", SegmentStore::segment, id);
    }

    /** A page, oldest first. */
    public Page<Segment> list(String cursor, int limit) {
        List<Segment> found = sql.list(
                COLUMNS + " where id > ? order by id limit ?",
                SegmentStore::segment,
                Page.positionNumber(cursor),
                limit + 1);
        return Page.of(found, limit, last -> String.valueOf(last.id()));
    }

    private static <T> T unique(String name, Supplier<T> work) {
        try {
            return work.get();
        } catch (DatabaseFailure failure) {
            if (failure.isDuplicate()) {
                throw Problem.conflict("name-taken", "The name is taken", Texts.here("segment.taken"));
            }
            throw failure;
        }
    }

    private static Segment segment(ResultSet row) throws SQLException {
        return new Segment(
                row.getLong("id"),
                row.getInt("version"),
                row.getString("name"),
                SavedNames.json(row.getString("rule")),
                row.getString("created_by"),
                Objects.requireNonNull(Sql.instant(row, "created_at")),
                Objects.requireNonNull(Sql.instant(row, "updated_at")));
    }
}
