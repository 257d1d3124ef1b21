package io.carillon.profile;

import java.time.Instant;

/**
 * News that an address no longer works.
 *
 * @param status {@code invalid}, {@code bounced} or {@code dead}
 * @param reason the id of the reason that says why
 * @param at when the vendor found out
 */
public record AddressClosing(long addressId, String status, String reason, Instant at) {}
