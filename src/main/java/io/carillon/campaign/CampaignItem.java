package io.carillon.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A campaign in a list. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CampaignItem(
        long id,
        String name,
        String state,
        int version,
        String createdBy,
        Instant createdAt,
        @Nullable Instant launchedAt,
        CampaignLinks links) {}
