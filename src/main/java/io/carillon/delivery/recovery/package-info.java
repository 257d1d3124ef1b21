/**
 * After a database was restored from a backup: whoever may have been sent to since is marked and never sent to on a guess.
 *
 * <p>Where to start: {@link io.carillon.delivery.recovery.Recovery} goes through the runs, {@link io.carillon.delivery.recovery.Doubts}
 * writes what is doubtful, {@link io.carillon.delivery.recovery.LostAttempts} settles it by what receipts tell.
 */
@NullMarked
package io.carillon.delivery.recovery;

import org.jspecify.annotations.NullMarked;
