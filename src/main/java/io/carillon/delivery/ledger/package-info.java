/**
 * What every room of the ledger shares: the pinned plan of a run, the one judging function, passes, and news about attempts.
 *
 * <p>Where to start: {@link io.carillon.delivery.ledger.Judgement} computes a delivery's state and its next channel from its
 * attempts and passes, and nothing else ever does. {@link io.carillon.delivery.ledger.LedgerNews} takes receipts.
 */
@NullMarked
package io.carillon.delivery.ledger;

import org.jspecify.annotations.NullMarked;
