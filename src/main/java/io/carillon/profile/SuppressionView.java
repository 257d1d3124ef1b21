package io.carillon.profile;

import java.time.Instant;

/**
 * One suppression. Only a hash is kept, so it cannot be said of whom.
 *
 * @param id the hash, by which it can be lifted
 * @param kind {@code person}, or the kind of the address
 */
public record SuppressionView(String id, String kind, String reason, String source, String actor, Instant createdAt) {}
