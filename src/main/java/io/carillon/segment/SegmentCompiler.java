package io.carillon.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.problem.FindingList;
import java.util.List;
import java.util.Locale;

/** Turns a rule tree into SQL with bind values. Pure, used by many threads; asks nothing but the names it is given. */
public final class SegmentCompiler {
    private SegmentCompiler() {}

    /** Compiles a rule whose names are resolved already, such as one pinned at launch. */
    public static Compilation compile(JsonNode rule, String pointer) {
        return compile(rule, pointer, SegmentNames.NONE, Locale.ENGLISH);
    }

    /**
     * Compiles a rule as its author wrote it.
     *
     * @param pointer where the rule stands in what was sent, for the places of findings
     * @param names what saved segments and lists stand for
     * @param language of the findings
     */
    public static Compilation compile(JsonNode rule, String pointer, SegmentNames names, Locale language) {
        FindingList findings = new FindingList(language);
        RuleParser parser = new RuleParser(names, findings);
        Rule read = parser.parse(rule, pointer);
        if (read == null || !findings.isClean()) {
            return new Compilation.Rejected(findings.all());
        }
        RuleSql sql = new RuleSql();
        String where = "p.merged_into is null and p.erased_at is null and " + sql.render(read);
        return new Compilation.Compiled(where, List.copyOf(sql.binds()), RulePin.pin(rule, names));
    }
}
