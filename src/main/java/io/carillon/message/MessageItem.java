package io.carillon.message;

import java.time.Instant;

/**
 * A message in a list.
 *
 * @param version counts edits
 */
public record MessageItem(long id, int version, String name, String createdBy, Instant createdAt, Instant updatedAt) {}
