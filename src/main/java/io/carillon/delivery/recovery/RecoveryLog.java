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
    /** Where the clock is behind; more campaigns than this are not made between a backup and its restore. */
    private static final int IDS_LEFT_OUT = 1_000;

    /**
     * Campaigns made since the backup have ids that the database would give again, and vendors have messages under them; so have those that
     * were made after it was restored before. From here on they are numbered by the second of the recovery: nobody makes a
     * campaign each second, so that of a later one lies behind them all.
     */
    private static final String GIVE_NEW_IDS = """
            select setval('run_id', case when now > last_value then now else last_value + ? end)
              from run_id, extract(epoch from clock_timestamp() - timestamptz '2026-01-01') as epoch, cast(epoch as bigint) as now""";

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

    /**
     * Begins, or goes on where one broke off: pauses every open run. False where it was done already. Commits by itself.
     *
     * @param request of whoever may ask once only; empty for a setting, which asks at every start
     * @throws IllegalArgumentException where it was done at another request
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public boolean begin(Instant since, String request, String actor) {
        int fresh = sql.update(
                "insert into recovery (since, request, actor) values (?, ?, ?) on conflict do nothing",
                since,
                request,
                actor);
        Begun begun = sql.one(
                "select request, done_at from recovery where since = ? for update",
                row -> new Begun(row.getString("request"), Sql.instant(row, "done_at")),
                since);
        if (begun.doneAt() != null && !request.isEmpty() && !request.equals(begun.request())) {
            throw new IllegalArgumentException(
                    "this database was recovered since " + since + " before, at " + begun.doneAt()
                            + ". If it was restored from a backup again, give the time of that backup, or any time before it that was not used"
                            + " yet, such as a second earlier; if not, start without recovering");
        } else if (begun.doneAt() != null) {
            return false;
        }
        sql.update("update recovery set request = ? where since = ?", request, since);
        if (fresh > 0) {
            sql.run(GIVE_NEW_IDS, IDS_LEFT_OUT);
        }
        sql.list(
                        "select id from run where closed_at is null and state in ('scheduled', 'running') order by id",
                        row -> row.getLong(1))
                .forEach(run -> commands.pause(run, actor));
        return true;
    }

    private record Begun(String request, @Nullable Instant doneAt) {}

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
