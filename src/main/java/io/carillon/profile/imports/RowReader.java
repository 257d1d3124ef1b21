package io.carillon.profile.imports;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.carillon.profile.DataFault;
import io.carillon.profile.ExternalId;
import io.carillon.vault.Vault;
import java.util.List;
import java.util.Optional;

/**
 * Says what a row means. A row is rejected when nobody can tell whose it is: no usable external id, a number of cells other
 * than the header's, a test account. A bad cell is left out with a finding and the rest of the row goes in. A blank cell
 * says nothing. Stateless, used by several threads.
 */
final class RowReader {
    private final RowContext context;
    private final Vault vault;
    private final int idIndex;
    private final String idHeader;

    RowReader(RowContext context, Vault vault) {
        this.context = context;
        this.vault = vault;
        BoundColumn id = context.header().columns().stream()
                .filter(c -> c.column() == ImportColumn.EXTERNAL_ID)
                .findFirst()
                .orElseThrow();
        this.idIndex = id.index();
        this.idHeader = id.header();
    }

    ReadRow read(CsvRecord cells) {
        long line = cells.getStartingLineNumber();
        if (cells.getFieldCount() != context.header().width()) {
            return rejected(new RowFinding(line, null, DataFault.CELL_COUNT, true));
        }
        String raw = cells.getField(idIndex).strip();
        if (isBlank(raw)) {
            return rejected(new RowFinding(line, idHeader, DataFault.MISSING_EXTERNAL_ID, true));
        }
        if (Cells.isFormula(raw)) {
            return rejected(new RowFinding(line, idHeader, DataFault.FORMULA, true));
        }
        Optional<String> id = ExternalId.normalise(raw);
        if (id.isEmpty()) {
            return rejected(new RowFinding(line, idHeader, DataFault.INVALID_EXTERNAL_ID, true));
        }
        RowBuilder row = new RowBuilder(line, id.get(), context, vault);
        for (BoundColumn column : context.header().columns()) {
            String cell = cells.getField(column.index()).strip();
            if (!isBlank(cell) && column.index() != idIndex) {
                row.take(column, cell);
            }
        }
        return !context.options().keepTestAccounts() && row.isTestAccount()
                ? rejected(new RowFinding(line, null, DataFault.TEST_ACCOUNT, true))
                : row.build();
    }

    /** A lone dash is how people write "nothing". */
    private static boolean isBlank(String cell) {
        return cell.isEmpty() || "-".equals(cell) || "—".equals(cell);
    }

    private static ReadRow rejected(RowFinding finding) {
        return new ReadRow(null, List.of(finding));
    }
}
