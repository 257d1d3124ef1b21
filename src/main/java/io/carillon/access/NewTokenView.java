package io.carillon.access;

import java.time.Instant;

/**
 * A token just made: what the list of tokens shows of it, and its text.
 *
 * @param id the one by which it is revoked
 * @param token its text, shown this once
 */
public record NewTokenView(long id, String name, Instant createdAt, String token) {}
