package io.carillon.sandbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some accepted messages, oldest first.
 *
 * @param next the {@code after} of the next page; null when the file was read to its end
 */
record AcceptedPage(List<AcceptedLine> lines, @Nullable String next) {}
