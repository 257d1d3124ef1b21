package io.carillon.profile.imports;

import org.jspecify.annotations.Nullable;

/**
 * An insert of what the people of a chunk have, in two forms: for those whom this very transaction created, who can have
 * nothing that it would meet, and for those who were known, whose changes are noted. Looking for what may be there already
 * costs PostgreSQL nearly as much as the insert itself.
 */
final class SetWrite {
    private final String ofNew;
    private final String ofKnown;

    /**
     * A write.
     *
     * @param insert the statement, with %s or %1$s where the people {@code m} are picked
     * @param key the columns by which a row may be there already
     */
    SetWrite(String insert, String key) {
        this.ofNew = insert.formatted("m.outcome = 'created'");
        this.ofKnown =
                "with changed as (" + insert.formatted("m.outcome is distinct from 'created' and not m.is_erased")
                        + " on conflict (" + key + ") do nothing returning profile_id)" + note("profile_id");
    }

    /** Ends a statement: whoever was changed and is not noted as created is noted as updated. */
    static String note(String profileId) {
        return " update chunk_person m set outcome = 'updated' from (select distinct " + profileId
                + " as id from changed) c where m.profile_id = c.id and m.outcome is null";
    }

    /** Runs the forms that are needed; both take the same binds. */
    void run(ImportSession session, Newcomers who, @Nullable Object... binds) {
        if (who.isAnybodyNew()) {
            session.run(ofNew, binds);
        }
        if (who.isAnybodyKnown()) {
            session.run(ofKnown, binds);
        }
    }

    /** Whether there are people of each sort in the chunk. */
    record Newcomers(boolean isAnybodyNew, boolean isAnybodyKnown) {}
}
