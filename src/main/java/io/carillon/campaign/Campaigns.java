package io.carillon.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.access.Actor;
import io.carillon.access.Audit;
import io.carillon.campaign.DefinitionReader.Read;
import io.carillon.campaign.DefinitionReader.Syntax;
import io.carillon.database.DatabaseClock;
import io.carillon.problem.EntityVersion;
import io.carillon.problem.FindingList;
import io.carillon.problem.Problem;
import io.carillon.problem.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Drafts: made, changed, copied, given up. What is refused changes nothing. */
@ApplicationScoped
public class Campaigns {
    private final DefinitionReader reader;
    private final DatabaseClock clock;
    private final ObjectMapper json;
    private final Actor actor;
    private final Audit audit;

    public Campaigns(DefinitionReader reader, DatabaseClock clock, ObjectMapper json, Actor actor, Audit audit) {
        this.reader = reader;
        this.clock = clock;
        this.json = json;
        this.actor = actor;
        this.audit = audit;
    }

    /** A campaign with what was remarked when it was taken. */
    record Taken(Campaign campaign, Read read) {}

    /** Makes a draft of a text. */
    @Transactional
    Taken create(String text, Syntax syntax, FindingList findings) {
        Read read = readable(text, syntax, findings);
        return new Taken(
                store(read.definition().orElseThrow().name(), read.tree().orElseThrow(), "create"), read);
    }

    /**
     * Gives a draft another text.
     *
     * @param version the version that the author has seen
     */
    @Transactional
    Taken edit(long id, int version, String text, Syntax syntax, FindingList findings) {
        Campaign campaign = locked(id);
        requireDraft(campaign);
        EntityVersion.require(campaign.version(), version);
        Read read = readable(text, syntax, findings);
        campaign.edit(
                read.definition().orElseThrow().name(),
                read.tree().orElseThrow().toString(),
                actor.name(),
                clock.now());
        audit.record(actor.name(), "edit", subject(campaign), Map.of("version", campaign.version()));
        return new Taken(campaign, read);
    }

    /** Makes a draft of a campaign in any state; this is how something is sent again. */
    @Transactional
    Campaign copy(long id, @Nullable String name) {
        Campaign original = found(id);
        ObjectNode definition = (ObjectNode) definition(original);
        String newName = name == null ? original.name() : name;
        definition.put("name", newName);
        return store(newName, definition, "copy");
    }

    /**
     * Cancels a draft: no run is ever made of it. Repeating it changes nothing. Whoever launches at the same moment comes before
     * or after it, never both.
     *
     * @return whether the campaign was cancelled as a draft, now or before; false for a launched one, and where there is none
     */
    @Transactional
    public boolean cancelDraft(long id, String by) {
        Campaign campaign = Campaign.findLocked(id).orElse(null);
        if (campaign == null || !campaign.isDraft()) {
            return campaign != null && campaign.isCancelledDraft();
        }
        campaign.cancelDraft(by, clock.now());
        audit.record(by, "cancel", subject(campaign), Map.of("state", "cancelled"));
        return true;
    }

    /** The campaign of this id. */
    Campaign found(long id) {
        return Campaign.find(id).orElseThrow(() -> Problem.notFound("campaign", id));
    }

    /** The campaign of this id, locked until the transaction ends. */
    Campaign locked(long id) {
        return Campaign.findLocked(id).orElseThrow(() -> Problem.notFound("campaign", id));
    }

    /** The stored definition. */
    JsonNode definition(Campaign campaign) {
        try {
            return json.readTree(campaign.definition());
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("Campaign " + campaign.id() + " is not stored as JSON", broken);
        }
    }

    /** How a campaign is named in the audit trail. */
    static String subject(Campaign campaign) {
        return "campaign:" + campaign.id();
    }

    private Campaign store(String name, JsonNode definition, String action) {
        Campaign campaign = new Campaign(name, definition.toString(), actor.name(), clock.now());
        campaign.persistAndFlush();
        audit.record(actor.name(), action, subject(campaign), Map.of());
        return campaign;
    }

    private Read readable(String text, Syntax syntax, FindingList findings) {
        Read read = reader.read(text, syntax, findings.language());
        if (read.definition().isEmpty()) {
            throw Problem.invalid(findings.text("definition_invalid"), read.findings());
        }
        return read;
    }

    private static void requireDraft(Campaign campaign) {
        if (!campaign.isDraft()) {
            String why = campaign.isCancelledDraft() ? "campaign.cancelled" : "campaign.launched";
            throw Problem.conflict("not-a-draft", "Not a draft any more", Texts.here(why, campaign.id()));
        }
    }
}
