package io.carillon.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.problem.FindingList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a rule tree and says what is wrong with it, all at once. One parser reads one rule. */
final class RuleParser {
    /** A rule deeper than this cannot be read by people either. */
    static final int DEEPEST = 10;
    /** Keeps the statement and its plan small; long lists of values do not count. */
    static final int MOST_NODES = 200;

    private static final String IN_ITSELF = "segment_in_itself";
    private static final List<String> KINDS = List.of(
            "all", "any", "not", "trait", "tag", "consent", "address", "list", "segment", "externalId", "everyone");

    private final SegmentNames names;
    private final FindingList findings;
    private final LeafParser leaves;
    private final Deque<JsonNode> opened = new ArrayDeque<>();
    private int nodes;

    RuleParser(SegmentNames names, FindingList findings) {
        this.names = names;
        this.findings = findings;
        this.leaves = new LeafParser(names, findings);
    }

    /** The rule, or null when something was found. A plain text or number stands for a saved segment. */
    @Nullable
    Rule parse(JsonNode rule, String at) {
        if (rule.isTextual() || rule.isIntegralNumber()) {
            return saved(rule, at, 1);
        }
        return node(rule, at, 1);
    }

    private @Nullable Rule node(JsonNode rule, String at, int depth) {
        nodes++;
        if (nodes > MOST_NODES) {
            findings.error(at, "too_many_rules", null, String.valueOf(MOST_NODES));
            return null;
        }
        if (depth > DEEPEST) {
            findings.error(at, "too_deep", null, String.valueOf(DEEPEST));
            return null;
        }
        String kind = kind(rule, at);
        if (kind == null) {
            return null;
        }
        JsonNode value = rule.get(kind);
        String inside = FindingList.child(at, kind);
        return switch (kind) {
            case "all" -> group(value, inside, depth, true);
            case "any" -> group(value, inside, depth, false);
            case "not" -> not(value, inside, depth);
            case "segment" -> saved(value, inside, depth);
            case "trait" -> new TraitParser(findings).parse(rule, at);
            default -> leaves.parse(kind, value, inside);
        };
    }

    private @Nullable String kind(JsonNode rule, String at) {
        if (!rule.isObject()) {
            findings.wrongType(at, rule, "type.rule");
            return null;
        }
        List<String> keys = new ArrayList<>();
        rule.fieldNames().forEachRemaining(keys::add);
        List<String> kinds = keys.stream().filter(KINDS::contains).toList();
        if (keys.isEmpty()) {
            findings.error(at, "empty_rule", null, String.join(", ", KINDS));
            return null;
        }
        if (kinds.isEmpty()) {
            keys.forEach(key -> findings.unknownKey(at, key, KINDS));
            return null;
        }
        if (kinds.size() > 1) {
            findings.error(at, "several_kinds", String.join(", ", kinds), null);
            return null;
        }
        if (!kinds.get(0).equals("trait")) {
            keys.stream().filter(key -> !KINDS.contains(key)).forEach(key -> findings.unknownKey(at, key, kinds));
        }
        return kinds.get(0);
    }

    private @Nullable Rule group(JsonNode value, String at, int depth, boolean isAll) {
        if (!value.isArray()) {
            findings.wrongType(at, value, "type.rules");
            return null;
        }
        if (value.isEmpty()) {
            findings.error(at, "empty_group", null, "everyone: true");
            return null;
        }
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < value.size() && nodes <= MOST_NODES; i++) {
            Rule one = node(value.get(i), FindingList.child(at, i), depth + 1);
            if (one != null) {
                rules.add(one);
            }
        }
        return isAll ? new Rule.All(rules) : new Rule.Any(rules);
    }

    private @Nullable Rule not(JsonNode value, String at, int depth) {
        Rule negated = node(value, at, depth + 1);
        return negated == null ? null : new Rule.Not(negated);
    }

    /** What a saved segment says; its findings are told at the place that names it. */
    private @Nullable Rule saved(JsonNode name, String at, int depth) {
        if (!name.isTextual() && !name.isIntegralNumber()) {
            findings.wrongType(at, name, "type.segment");
            return null;
        }
        JsonNode rule = names.segment(name).orElse(null);
        if (rule == null) {
            findings.error(at, "unknown_segment", name.asText(), null, name.asText(), hint(name));
            return null;
        }
        if (opened.contains(rule)) {
            findings.error(at, IN_ITSELF, name.asText(), null);
            return null;
        }
        opened.push(rule);
        FindingList inside = new FindingList(findings.language());
        RuleParser parser = new RuleParser(names, inside);
        parser.opened.addAll(opened);
        parser.nodes = nodes;
        Rule read = parser.node(rule, "", depth);
        nodes = parser.nodes;
        opened.pop();
        if (inside.all().stream().anyMatch(finding -> finding.code().equals(IN_ITSELF))) {
            findings.error(at, IN_ITSELF, name.asText(), null);
            return null;
        }
        if (read == null || !inside.isClean()) {
            String first = inside.all().isEmpty() ? "" : inside.all().get(0).message();
            findings.error(at, "segment_not_good", name.asText(), null, first);
            return null;
        }
        return read;
    }

    private String hint(JsonNode name) {
        return findings.hint(name.asText(), names.segmentNames());
    }
}
