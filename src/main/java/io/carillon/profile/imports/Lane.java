package io.carillon.profile.imports;

/**
 * One of the sessions that share an import, and the people whose rows it stages and applies. All rows of one person are in
 * one lane, whichever process asks.
 *
 * @param no which one, from 0
 */
record Lane(int no, ImportSession session) {
    /** How many there are. Two keep two cores of the database busy; more would take connections from the senders. */
    static final int COUNT = 2;

    boolean holds(StagedRow row) {
        return no == Math.floorMod(row.externalId().hashCode(), COUNT);
    }
}
