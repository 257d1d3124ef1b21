package io.carillon.campaign;

import io.carillon.database.Page;
import io.carillon.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Campaigns by state, newest first: one statement over campaigns and their runs. */
@ApplicationScoped
public class CampaignList {
    /** The states a campaign can be in. */
    static final List<String> STATES = List.of("draft", "scheduled", "running", "paused", "completed", "cancelled");

    private final Sql sql;
    private final RunLauncher runs;

    public CampaignList(Sql sql, RunLauncher runs) {
        this.sql = sql;
        this.runs = runs;
    }

    /** A page; {@code state} null for all. */
    Page<CampaignItem> list(@Nullable String state, @Nullable String cursor, int limit) {
        long position = Page.positionNumber(cursor);
        List<CampaignItem> found =
                sql.list("""
                select c.*, s.state from campaign c left join run r on r.id = c.id,
                       lateral (select coalesce(r.state, case when c.cancelled_at is null then 'draft' else 'cancelled' end)
                                    as state) s
                 where c.id < ? and s.state = coalesce(?::text, s.state)
                 order by c.id desc limit ?""", this::item, position == 0 ? Long.MAX_VALUE : position, state, limit + 1);
        return Page.of(found, limit, last -> String.valueOf(last.id()));
    }

    private CampaignItem item(ResultSet row) throws SQLException {
        long id = row.getLong("id");
        String state = row.getString("state");
        return new CampaignItem(
                id,
                row.getString("name"),
                state,
                row.getInt("version"),
                row.getString("created_by"),
                Objects.requireNonNull(Sql.instant(row, "created_at")),
                Sql.instant(row, "launched_at"),
                links(id, state, Sql.instant(row, "launched_at") != null));
    }

    private CampaignLinks links(long id, String state, boolean isLaunched) {
        if (state.equals("draft")) {
            return CampaignLinks.ofDraft(id);
        }
        return CampaignLinks.ofRun(id, isLaunched ? runs.temporalLink(id).orElse(null) : null);
    }
}
