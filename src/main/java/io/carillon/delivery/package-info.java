/**
 * The ledger: runs, deliveries, attempts and passes, and everything that moves them.
 *
 * <p>Where to start: {@link io.carillon.delivery.Judgement} computes a delivery's state and its next channel from its
 * attempts and passes, and nothing else ever does. {@link io.carillon.delivery.Freezer} makes the rows,
 * {@link io.carillon.delivery.Settler} routes them and closes what is due, {@link io.carillon.delivery.Dispatcher} sends in
 * micro-batches (claim, call, outcome). Counters follow the rows by triggers, in the same transaction.
 *
 * <p>{@link io.carillon.delivery.Recovery} goes through a database that was restored from a backup: whoever may have been sent to
 * since is marked and never sent to on a guess.
 *
 * <p>A person-wide end (suppressed, cancelled, expired, merged, holdout) is a pass on the channel {@code *} and makes the
 * delivery {@code skipped} with that reason, whatever channels it had left before: we chose not to go on.
 *
 * <p>A statement looks a delivery's attempts up by their key and does not let them be joined as a set: {@code exists (… offset 0)}
 * and lateral look-ups keep the planner from it, who knows nothing yet of a run that has just begun. An update by named rows takes
 * the run from the subquery that names them ({@code (select x.*, ?::bigint as run from unnest(…) as x offset 0)}) and not as a value:
 * of a value the planner guesses that it picks a row or two, and then compares the whole run with every name.
 *
 * <p>Knows nothing of Temporal, nor of any vendor.
 */
@NullMarked
package io.carillon.delivery;

import org.jspecify.annotations.NullMarked;
