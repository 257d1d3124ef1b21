package io.carillon.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A message of the library.
 *
 * @param version counts edits
 * @param content as it was sent; the database does not keep the order of its keys
 */
public record StoredMessage(
        long id, int version, String name, JsonNode content, String createdBy, Instant createdAt, Instant updatedAt) {}
