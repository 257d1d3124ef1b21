package io.carillon.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.problem.Finding;
import io.carillon.problem.FindingList;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a campaign's file: YAML or JSON text to data, held against the schema and against what only code can judge. Every
 * finding names its place and, where it came as a text, its line. Used by many threads.
 */
@ApplicationScoped
public class DefinitionReader {
    /** As much as REST takes in one body. */
    static final int MOST_CHARACTERS = 1_048_576;

    private final DefinitionCheck check;

    public DefinitionReader(DefinitionCheck check) {
        this.check = check;
    }

    /** How the text is written. */
    public enum Syntax {
        YAML,
        JSON
    }

    /**
     * What became of a text.
     *
     * @param tree the definition as data, to be stored; there if no finding is an error
     * @param definition the same, understood
     */
    public record Read(Optional<JsonNode> tree, Optional<CampaignDefinition> definition, List<Finding> findings) {}

    /** Reads a text. Makes no change; looks up names of segments and lists. */
    public Read read(String text, Syntax syntax, Locale language) {
        FindingList findings = new FindingList(language);
        if (text.length() > MOST_CHARACTERS) {
            findings.error("", "source_too_large", null, null, MOST_CHARACTERS);
            return new Read(Optional.empty(), Optional.empty(), findings.all());
        }
        SourceTree source;
        try {
            source = syntax == Syntax.JSON ? JsonSource.read(text) : YamlSource.read(text, MOST_CHARACTERS);
        } catch (SourceFault fault) {
            String why = fault.why().isEmpty() ? "" : " " + findings.text(fault.why());
            findings.error(fault.place(), fault.code(), null, null, fault.detail(), why);
            return new Read(
                    Optional.empty(),
                    Optional.empty(),
                    List.of(findings.all().get(0).atLine(fault.line())));
        }
        DefinitionCheck.Checked checked = check.check(source.root(), language);
        List<Finding> placed = checked.findings().stream().map(source::withLine).toList();
        return new Read(checked.definition().map(any -> source.root()), checked.definition(), placed);
    }
}
