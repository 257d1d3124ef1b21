/**
 * Deciding who is sent to now, in one transaction: due rows, gates, addresses, accounts, messages, attempts in flight.
 *
 * <p>Where to start: {@link io.carillon.delivery.claim.Claimer} with its fixed order. Nothing here calls a vendor.
 */
@NullMarked
package io.carillon.delivery.claim;

import org.jspecify.annotations.NullMarked;
