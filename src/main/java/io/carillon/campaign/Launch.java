package io.carillon.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.channel.Purpose;

/**
 * Everything that is pinned when a campaign is launched. Later changes to segments, lists' names, templates or settings do
 * not touch it.
 *
 * @param id of the campaign, and of its run
 * @param name as its author gave it
 * @param purpose picks consent, accounts and opt-out text
 * @param forms the split forms themselves, as the message package serialises them
 * @param segmentRule a rule tree without names: saved segments are written out, lists stand by their id
 * @param policy the whole table, defaults included
 * @param schedule as instants
 * @param fingerprint SHA-256 in hex over the canonical JSON of forms, rule, policy and schedule
 * @param actor who launched it
 */
public record Launch(
        long id,
        String name,
        Purpose purpose,
        JsonNode forms,
        JsonNode segmentRule,
        ChannelPolicy policy,
        Schedule schedule,
        String fingerprint,
        String actor) {}
