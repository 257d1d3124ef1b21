package io.carillon.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.channel.Purpose;
import io.carillon.channel.Reason;
import java.util.Set;

/**
 * A definition, understood. Immutable.
 *
 * @param segment a rule tree, or the name or number of a saved segment
 * @param message the message itself, or the number of a saved one
 * @param written the rules that the author named under {@code on}; the others have their defaults
 */
public record CampaignDefinition(
        String name,
        Purpose purpose,
        JsonNode segment,
        JsonNode message,
        ChannelPolicy policy,
        Set<Reason.Rule> written,
        SchedulePlan schedule) {}
