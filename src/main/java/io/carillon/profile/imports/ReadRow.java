package io.carillon.profile.imports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the file, judged.
 *
 * @param row null where it was rejected
 */
record ReadRow(@Nullable StagedRow row, List<RowFinding> findings) {}
