/**
 * The ledger: runs, deliveries, attempts and passes, and everything that moves them.
 *
 * <p>Where to start: {@link io.carillon.delivery.ledger.Judgement}, which computes a delivery's state and its next channel from its
 * attempts and passes. Then the rooms in the order in which a run passes them; each knows only those named before it:
 *
 * <ul>
 *   <li>{@code ledger} what all share, {@code claim} who is sent to now, {@code dispatch} one micro-batch (claim, call, outcome)
 *   <li>{@code settle} what a batch does when it wakes, {@code run} launch, freeze and commands, {@code view} what REST shows
 *   <li>{@code recovery} what a restored database cannot know
 * </ul>
 *
 * <p>Counters follow the rows by triggers, in the same transaction.
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
