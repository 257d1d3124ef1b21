package io.carillon.access;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A token to be made.
 *
 * @param name who or what will use it; stands in the audit trail for every change made with it
 */
@Schema(example = "{\"name\": \"shop-backend\"}")
public record TokenRequest(@Nullable String name) {}
