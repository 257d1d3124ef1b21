package io.carillon.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.channel.Purpose;
import io.carillon.message.MessageReader;
import io.carillon.problem.Finding;
import io.carillon.problem.FindingList;
import io.carillon.problem.GivenName;
import io.carillon.segment.Compilation;
import io.carillon.segment.Segments;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Holds a definition's data against the schema, the rule compiler, the message reader and the policy. */
@ApplicationScoped
public class DefinitionCheck {
    private final DefinitionSchema schema;
    private final Segments segments;
    private final MessageReader messages;

    public DefinitionCheck(DefinitionSchema schema, Segments segments, MessageReader messages) {
        this.schema = schema;
        this.segments = segments;
        this.messages = messages;
    }

    /** What was found; the definition is there if no finding is an error. */
    public record Checked(Optional<CampaignDefinition> definition, List<Finding> findings) {}

    /** Checks all parts, so that an author sees everything at once. */
    public Checked check(JsonNode tree, Locale language) {
        FindingList findings = new FindingList(language);
        // The readers of rule and message know more than the schema, so their sentences come first.
        if (tree.has("segment")
                && segments.compile(tree.get("segment"), "/segment", language)
                        instanceof Compilation.Rejected rejected) {
            rejected.findings().forEach(findings::add);
        }
        if (tree.path("message").isObject()) {
            messages.read(tree.get("message"), "/message", findings.language())
                    .findings()
                    .forEach(findings::add);
        }
        if (tree.path("message").isNumber() && !tree.get("message").isIntegralNumber()) {
            findings.wrongType("/message", tree.get("message"), "type.integer");
        }
        schema.check(tree, findings);
        StorableText.check(tree, "", findings);
        if (!findings.isClean()) {
            ScheduleReader.read(tree.path("schedule"), findings);
            return new Checked(Optional.empty(), findings.all());
        }
        return understood(tree, findings);
    }

    private static Checked understood(JsonNode tree, FindingList findings) {
        String name = GivenName.read(tree.get("name").textValue(), "/name", findings);
        PolicyReader policy = new PolicyReader(tree.get("channels"), findings);
        ChannelPolicy read = policy.read();
        SchedulePlan schedule = ScheduleReader.read(tree.path("schedule"), findings);
        if (name == null || !findings.isClean()) {
            return new Checked(Optional.empty(), findings.all());
        }
        CampaignDefinition definition = new CampaignDefinition(
                name,
                Purpose.of(tree.get("purpose").textValue()),
                tree.get("segment"),
                tree.get("message"),
                read,
                policy.written(),
                schedule);
        return new Checked(Optional.of(definition), findings.all());
    }
}
