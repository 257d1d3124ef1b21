package io.carillon.delivery.ledger;

import io.carillon.database.Sql;

/**
 * The locks of one run, held to the end of the caller's transaction: between claims (shared) and pause or cancel (exclusive), and
 * between two that would freeze it. Lock requests queue fairly, so a command waits for the claims that are open and no longer.
 */
public final class RunLock {
    // Tells these locks from other users of advisory locks in the database.
    private static final int SPACE = 0x0CA7;

    private static final int FREEZING_SPACE = SPACE + 1;

    private RunLock() {}

    public static void shared(Sql sql, long run) {
        sql.run("select pg_advisory_xact_lock_shared(? , hashint8(?))", SPACE, run);
    }

    public static void exclusive(Sql sql, long run) {
        sql.run("select pg_advisory_xact_lock(? , hashint8(?))", SPACE, run);
    }

    public static void freezing(Sql sql, long run) {
        sql.run("select pg_advisory_xact_lock(? , hashint8(?))", FREEZING_SPACE, run);
    }
}
