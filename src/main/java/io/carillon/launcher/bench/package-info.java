/**
 * Measures an installation of its own from outside and prints a table, each figure beside its aim. Start at
 * {@link io.carillon.launcher.bench.Bench}; a {@link io.carillon.launcher.bench.Measure} is one group of lines. People come in and
 * campaigns start over REST, as a user would do it; times are read from the ledger's own rows, from Temporal and from the operating
 * system, because what is measured must not be asked for its own speed. In {@code bare} are the vendors' SDKs without Carillon, to compare
 * with. Must not know the app from inside.
 */
@NullMarked
package io.carillon.launcher.bench;

import org.jspecify.annotations.NullMarked;
