package io.carillon.delivery.recovery;

import io.carillon.database.Sql;
import java.util.List;

/** A run's rows as a backup holds them: taken now, put back later, counters and all. */
final class RunBackup {
    private static final List<String> LEDGER = List.of("delivery", "attempt", "pass", "batch", "run_block");
    private static final List<String> COUNTERS = List.of("delivery_count", "attempt_count", "pass_count");

    private final Sql sql;
    private final long run;

    private RunBackup(Sql sql, long run) {
        this.sql = sql;
        this.run = run;
    }

    static RunBackup of(Sql sql, long run) {
        LEDGER.forEach(table -> {
            sql.run("drop table if exists kept_" + table);
            sql.update("create table kept_" + table + " as select * from " + table + " where run_id = " + run);
        });
        return new RunBackup(sql, run);
    }

    /** Everything since is lost. Triggers count the rows anew. */
    void restore() {
        LEDGER.forEach(table -> sql.update("delete from " + table + " where run_id = ?", run));
        COUNTERS.forEach(table -> sql.update("delete from " + table + " where run_id = ?", run));
        for (String table : LEDGER) {
            String columns = sql.one("""
                    select string_agg(attname, ', ') from pg_attribute
                     where attrelid = ?::regclass and attnum > 0 and attgenerated = '' and not attisdropped""", row -> row.getString(1), table);
            sql.update("insert into " + table + " (" + columns + ") select " + columns + " from kept_" + table);
        }
        sql.update("update run set state = 'running', closed_at = null where id = ?", run);
    }
}
