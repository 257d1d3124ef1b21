package io.carillon.profile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A person in a list. */
public record ProfileSummaryView(
        long id,
        String externalId,
        @Nullable String name,
        @Nullable String city,
        @Nullable String locale,
        Instant updatedAt) {}
