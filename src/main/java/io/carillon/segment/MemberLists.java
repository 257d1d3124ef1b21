package io.carillon.segment;

import io.carillon.database.DatabaseFailure;
import io.carillon.database.Page;
import io.carillon.database.Sql;
import io.carillon.problem.Problem;
import io.carillon.problem.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Lists of people, uploaded by the shop's own ids. Joins the caller's transaction. */
@ApplicationScoped
public class MemberLists {
    private static final int SHOWN_UNKNOWN = 20;
    private static final String COLUMNS = "select l.id, l.name, l.created_by, l.created_at,"
            + " (select count(*) from member_list_entry e where e.list_id = l.id) as people from member_list l";
    private final Sql sql;

    public MemberLists(Sql sql) {
        this.sql = sql;
    }

    /** A list with its head count. */
    public record MemberList(long id, String name, long people, String createdBy, Instant createdAt) {}

    /**
     * What an upload brought.
     *
     * @param added how many were not in the list before
     * @param unknown how many ids belong to nobody
     * @param examples a few of the unknown ids
     */
    public record Upload(long added, long unknown, List<String> examples) {}

    /**
     * Makes an empty list; answers its id.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 409 when the name is taken
     */
    public long create(String name, String actor) {
        try {
            return sql.one(
                    "insert into member_list (name, created_by) values (?, ?) returning id",
                    row -> row.getLong(1),
                    name,
                    actor);
        } catch (DatabaseFailure failure) {
            if (failure.isDuplicate()) {
                throw Problem.conflict("name-taken", "The name is taken", Texts.here("list.taken"));
            }
            throw failure;
        }
    }

    /** Adds people to a list; ids that are in it already, or belong to nobody, change nothing. */
    public Upload add(long list, Collection<String> externalIds) {
        String[] ids = externalIds.toArray(String[]::new);
        int added = sql.update(
                "insert into member_list_entry (list_id, profile_id)"
                        + " select ?, p.id from profile p where p.external_id = any(?) on conflict do nothing",
                list,
                ids);
        List<String> unknown = sql.list(
                "select u.id from unnest(?) as u(id)"
                        + " where not exists (select 1 from profile p where p.external_id = u.id)",
                row -> row.getString(1),
                (Object) ids);
        return new Upload(
                added, unknown.size(), unknown.stream().limit(SHOWN_UNKNOWN).toList());
    }

    /** The list of this id. */
    public Optional<MemberList> find(long id) {
        return sql.first(COLUMNS + " where l.id = ?", MemberLists::list, id);
    }

    /** A page, oldest first. */
    public Page<MemberList> list(String cursor, int limit) {
        List<MemberList> found = sql.list(
                COLUMNS + " where l.id > ? order by l.id limit ?",
                MemberLists::list,
                Page.positionNumber(cursor),
                limit + 1);
        return Page.of(found, limit, last -> String.valueOf(last.id()));
    }

    private static MemberList list(ResultSet row) throws SQLException {
        return new MemberList(
                row.getLong("id"),
                row.getString("name"),
                row.getLong("people"),
                row.getString("created_by"),
                Objects.requireNonNull(Sql.instant(row, "created_at")));
    }
}
