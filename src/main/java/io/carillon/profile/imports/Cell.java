package io.carillon.profile.imports;

import io.carillon.profile.DataFault;
import org.jspecify.annotations.Nullable;

/**
 * What a cell says once it was judged: a value, nothing, or a fault.
 *
 * @param value in its one spelling; null where the cell is blank or has a fault
 * @param fault null where the cell is good
 */
record Cell(@Nullable String value, @Nullable DataFault fault) {
    static final Cell BLANK = new Cell(null, null);

    static Cell of(String value) {
        return new Cell(value, null);
    }

    static Cell bad(DataFault fault) {
        return new Cell(null, fault);
    }
}
