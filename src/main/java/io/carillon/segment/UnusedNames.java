package io.carillon.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.database.Sql;
import io.carillon.problem.FindingList;
import io.carillon.segment.Compilation.Compiled;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Traits and tags of a rule that nobody has. A rule may well name them before there is anybody; more often it is a slip, and under
 * {@code not} one that leaves nobody out.
 */
final class UnusedNames {
    private static final int LOOKED_AT = 500;

    private final Sql sql;

    UnusedNames(Sql sql) {
        this.sql = sql;
    }

    /** Warns of each. */
    void tell(Compiled rule, String place, FindingList findings) {
        Set<String> traits = new TreeSet<>();
        Set<String> tags = new TreeSet<>();
        collect(rule.pinned(), traits, tags);
        for (String trait : traits) {
            String key = trait.substring(TraitField.FREE.length());
            if (!isTrue("select exists (select 1 from profile where jsonb_exists(traits, ?))", key)) {
                findings.warning(place, "unused_trait", trait, findings.hint(trait, traits()));
            }
        }
        for (String tag : tags) {
            if (!isTrue("select exists (select 1 from profile_tag where tag = ?)", tag)) {
                findings.warning(place, "unused_tag", tag, findings.hint(tag, tags()));
            }
        }
    }

    private static void collect(JsonNode node, Set<String> traits, Set<String> tags) {
        String trait = node.path("trait").asText("");
        if (trait.startsWith(TraitField.FREE)) {
            traits.add(trait);
        }
        if (node.path("tag").isTextual()) {
            tags.add(node.path("tag").asText());
        }
        node.forEach(child -> collect(child, traits, tags));
    }

    private boolean isTrue(String question, String bind) {
        return sql.one(question, row -> row.getBoolean(1), bind);
    }

    private List<String> traits() {
        return sql.list(
                "select distinct '" + TraitField.FREE + "' || jsonb_object_keys(traits) from"
                        + " (select traits from profile where traits <> '{}' order by id desc limit ?) looked_at",
                row -> row.getString(1),
                LOOKED_AT);
    }

    private List<String> tags() {
        return sql.list(
                "select distinct tag from (select tag from profile_tag order by profile_id desc limit ?) looked_at",
                row -> row.getString(1),
                LOOKED_AT);
    }
}
