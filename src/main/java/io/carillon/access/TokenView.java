package io.carillon.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token, without its text.
 *
 * @param revokedAt absent while it works
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TokenView(
        long id, String name, Instant createdAt, @Nullable Instant revokedAt) {}
