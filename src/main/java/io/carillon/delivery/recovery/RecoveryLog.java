package io.carillon.delivery.recovery;

import io.carillon.database.Sql;
import io.carillon.delivery.run.RunCommands;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The recoveries of this database, each carried out once by the time it was asked for. */
@ApplicationScoped
public class RecoveryLog {
    /**
     * Campaigns made since the backup have ids that the database would give again, and vendors have messages under them. More
     * campaigns than this are not made between a backup and its restore.
     */
    private static final int IDS_LEFT_OUT = 1_000;

    private final Sql sql;
    private final RunCommands commands;

    public RecoveryLog(Sql sql, RunCommands commands) {
        this.sql = sql;
        this.commands = commands;
    }

    /**
     * A recovery.
     *
     * @param doneAt null while it is going on, or where it broke off
     * @param people by run: how many may have been sent to
     */
    public record RecoveryView(
            Instant since,
            String by,
            Instant startedAt,
            @Nullable Instant doneAt,
            Map<Long, Long> people) {}

    /** Begins, or goes on where one broke off: pauses every open run. False where it was done already. Commits by itself. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public boolean begin(Instant since, String actor) {
        int fresh =
                sql.update("insert into recovery (since, actor) values (?, ?) on conflict do nothing", since, actor);
        boolean isDone = sql.one(
                "select done_at is not null from recovery where since = ? for update", row -> row.getBoolean(1), since);
        if (isDone) {
            return false;
        }
        if (fresh > 0) {
            sql.run("select setval('run_id', last_value + ?) from run_id", IDS_LEFT_OUT);
        }
        sql.list(
                        "select id from run where closed_at is null and state in ('scheduled', 'running') order by id",
                        row -> row.getLong(1))
                .forEach(run -> commands.pause(run, actor));
        return true;
    }

    /** Notes how many people of a run are in question. */
    void add(Instant since, long run, long people) {
        sql.update("""
                insert into recovery_run (recovery_id, run_id, people) select id, ?, ? from recovery where since = ?
                on conflict (recovery_id, run_id) do update set people = greatest(recovery_run.people, excluded.people)""", run, people, since);
    }

    /** Everything is written. */
    void done(Instant since) {
        sql.update("update recovery set done_at = clock_timestamp() where since = ?", since);
    }

    /** Whether there was one ever. */
    boolean isEmpty() {
        return sql.first("select 1 as one from recovery limit 1", row -> true).isEmpty();
    }

    /** All of them, the newest first. */
    public List<RecoveryView> all() {
        return sql.list("""
                select r.since, r.actor, r.started_at, r.done_at,
                       array(select n.run_id from recovery_run n where n.recovery_id = r.id order by n.run_id) as runs,
                       array(select n.people from recovery_run n where n.recovery_id = r.id order by n.run_id) as people
                  from recovery r order by r.id desc""", row -> {
            Long[] runs = (Long[]) row.getArray("runs").getArray();
            Long[] people = (Long[]) row.getArray("people").getArray();
            Map<Long, Long> byRun = new TreeMap<>();
            for (int i = 0; i < runs.length; i++) {
                byRun.put(runs[i], people[i]);
            }
            return new RecoveryView(
                    Objects.requireNonNull(Sql.instant(row, "since")),
                    row.getString("actor"),
                    Objects.requireNonNull(Sql.instant(row, "started_at")),
                    Sql.instant(row, "done_at"),
                    byRun);
        });
    }
}
