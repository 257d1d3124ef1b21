package io.carillon.profile.imports;

import io.carillon.profile.DataFault;
import org.jspecify.annotations.Nullable;

/**
 * One thing to mend in a file.
 *
 * @param column as the file names it; null where the whole row is meant
 * @param isRejected whether the row was left out; else only this cell was
 */
record RowFinding(long line, @Nullable String column, DataFault fault, boolean isRejected) {

    /** Its name in the database and REST. */
    String severity() {
        return isRejected ? "rejected" : "warning";
    }
}
