package io.carillon.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.problem.Finding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A campaign.
 *
 * @param state draft, scheduled, running, paused, completed or cancelled
 * @param version counts edits; give it as If-Match to edit
 * @param findings what is worth knowing about the definition; only in answers to create and edit
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CampaignView(
        long id,
        String name,
        String state,
        int version,
        String createdBy,
        Instant createdAt,
        String updatedBy,
        Instant updatedAt,
        @Nullable Instant launchedAt,
        JsonNode definition,
        @Nullable List<Finding> findings,
        CampaignLinks links) {}
