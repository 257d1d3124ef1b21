package io.carillon.profile.imports;

import io.carillon.profile.DataFault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing to mend in a file. What stood there is not kept: it may be an address.
 *
 * @param line of the file, from 1
 * @param column as the file names it; null where the whole row is meant
 * @param severity {@code rejected} (the row was left out) or {@code warning} (the cell was, or there is something to know)
 * @param hint what to do
 */
public record ImportFindingView(
        long id, long line, @Nullable String column, String severity, String reason, String message, String hint) {

    static ImportFindingView of(ResultSet row, Locale language) throws SQLException {
        DataFault fault = DataFault.of(row.getString("reason"));
        return new ImportFindingView(
                row.getLong("id"),
                row.getLong("line"),
                row.getString("column_name"),
                row.getString("severity"),
                fault.id(),
                fault.text(language),
                fault.hint(language));
    }
}
