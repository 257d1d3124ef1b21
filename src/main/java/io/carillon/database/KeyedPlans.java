package io.carillon.database;

/**
 * Keeps the planner to look-ups by key for the rest of a transaction. For work on a known, bounded set of rows of tables that grow
 * without end: by its estimates for a run that has just begun the planner would rather read and hash the whole table, which is as
 * quick while there is little in it and takes ever longer from then on. Each key is looked up once and finds a row or two, so neither is
 * anything remembered for keys that come again, nor are pages gathered before they are read: both cost more than the look-up.
 */
public final class KeyedPlans {
    /** For a connection of one's own. */
    public static final String KEEP =
            "select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),"
                    + " set_config('enable_memoize', 'off', true), set_config('enable_bitmapscan', 'off', true)";

    private KeyedPlans() {}

    /** From here on, in the caller's transaction only. */
    public static void keep(Sql sql) {
        sql.run(KEEP);
    }
}
