package io.carillon.message;

import java.time.Instant;

/** A message in a list. */
public record MessageItem(long id, String name, String createdBy, Instant createdAt, Instant updatedAt) {}
