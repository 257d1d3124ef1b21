package io.carillon.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.carillon.segment.Compilation.Compiled;
import io.carillon.segment.Compilation.Rejected;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any JSON sent as a rule is either SQL of constants and marks, which PostgreSQL takes, or findings with their places. */
class HostileRulesTest {
    private static final Sql SQL = TestDatabase.freshSql();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** In every free text, so that it would be seen in SQL. */
    private static final String MARK = "zq";

    @Property(tries = 1500)
    void aTreeCompilesOrSaysWhereItIsWrong(@ForAll("trees") JsonNode tree) {
        Compilation compilation = SegmentCompiler.compile(tree, "/rule", SegmentNames.NONE, Locale.ENGLISH);

        if (compilation instanceof Rejected rejected) {
            assertThat(rejected.findings()).isNotEmpty().allSatisfy(finding -> {
                assertThat(finding.place()).startsWith("/rule");
                assertThat(finding.message()).isNotBlank().doesNotContain("{0}");
            });
            return;
        }
        Compiled compiled = (Compiled) compilation;
        assertThat(compiled.where()).doesNotContain(MARK);
        // A mark within quotes is a part of a pattern of ours.
        long marks = compiled.where()
                .replaceAll("'[^']*'", "")
                .chars()
                .filter(c -> c == '?')
                .count();
        assertThat(marks).isEqualTo(compiled.binds().size());
    }

    @Property(tries = 300)
    void whatCompilesRuns(@ForAll("rules") JsonNode rule) {
        if (SegmentCompiler.compile(rule, "/rule", SegmentNames.NONE, Locale.ENGLISH) instanceof Compiled compiled) {
            long people = SQL.one(
                    "select count(*) from profile p where " + compiled.where(),
                    row -> row.getLong(1),
                    compiled.binds().toArray());
            assertThat(people).isZero();
        }
    }

    /** Anything JSON can say, with the rules' own words among the keys. */
    @Provide
    Arbitrary<JsonNode> trees() {
        return Arbitraries.oneOf(rules(), nested(scalars(), 4));
    }

    /** Trees of the right shape, whose leaves hold anything. */
    @Provide
    Arbitrary<JsonNode> rules() {
        Arbitrary<JsonNode> leaf = Arbitraries.oneOf(
                field(
                                "trait",
                                Arbitraries.of(
                                        "city",
                                        "name",
                                        "birthday",
                                        "locale",
                                        "gender",
                                        "trait_x",
                                        "trait_" + MARK,
                                        "x"))
                        .flatMap(rule -> with(rule, operators(), values())),
                field("tag", texts()),
                nestedField("externalId", operators(), values()),
                nestedField("consent", Arbitraries.of("channel", "state", "purpose"), channels()),
                nestedField("address", Arbitraries.of("kind", "status", "exists", "scope"), channels()),
                Arbitraries.of("list", "segment").flatMap(key -> scalars().map(value -> object(key, value))));
        return groups(leaf, 3);
    }

    private static Arbitrary<JsonNode> groups(Arbitrary<JsonNode> leaf, int depth) {
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<JsonNode> inner = groups(leaf, depth - 1);
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, leaf),
                net.jqwik.api.Tuple.of(1, inner.map(rule -> object("not", rule))),
                net.jqwik.api.Tuple.of(
                        2,
                        Arbitraries.of("all", "any")
                                .flatMap(key -> inner.list().ofMaxSize(3).map(rules -> object(key, array(rules))))));
    }

    private static Arbitrary<JsonNode> nested(Arbitrary<JsonNode> leaf, int depth) {
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<JsonNode> inner = nested(leaf, depth - 1);
        Arbitrary<JsonNode> objects =
                Arbitraries.maps(keys(), inner).ofMaxSize(3).map(HostileRulesTest::object);
        return Arbitraries.oneOf(leaf, inner.list().ofMaxSize(3).map(HostileRulesTest::array), objects);
    }

    private static Arbitrary<JsonNode> with(JsonNode rule, Arbitrary<String> keys, Arbitrary<JsonNode> values) {
        return Arbitraries.maps(keys, values).ofMinSize(1).ofMaxSize(2).map(more -> {
            var both = rule.<com.fasterxml.jackson.databind.node.ObjectNode>deepCopy();
            more.forEach(both::set);
            return both;
        });
    }

    private static Arbitrary<JsonNode> field(String key, Arbitrary<String> texts) {
        return texts.map(text -> object(key, JSON.textNode(text)));
    }

    private static Arbitrary<JsonNode> nestedField(String key, Arbitrary<String> keys, Arbitrary<JsonNode> values) {
        return with(JSON.objectNode(), keys, values).map(inner -> object(key, inner));
    }

    private static Arbitrary<String> keys() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "all", "any", "not", "trait", "tag", "consent", "address", "list", "segment", "externalId"),
                operators(),
                texts());
    }

    private static Arbitrary<String> operators() {
        return Arbitraries.of(
                "eq", "ne", "in", "notIn", "gt", "gte", "lt", "lte", "startsWith", "contains", "exists", "everyone");
    }

    private static Arbitrary<JsonNode> channels() {
        return Arbitraries.oneOf(
                Arbitraries.of("sms", "email", "phone", "granted", "withdrawn", "none", "active", "marketing")
                        .map(JSON::textNode),
                scalars());
    }

    private static Arbitrary<JsonNode> values() {
        return Arbitraries.oneOf(scalars(), scalars().list().ofMaxSize(4).map(HostileRulesTest::array));
    }

    private static Arbitrary<JsonNode> scalars() {
        return Arbitraries.oneOf(
                texts().map(JSON::textNode),
                Arbitraries.longs().map(JSON::numberNode),
                Arbitraries.doubles().map(JSON::numberNode),
                Arbitraries.of(true, false).map(JSON::booleanNode),
                Arbitraries.of("1990-05-31", "9999-12-31", "+999999999-01-01", "-0001-01-01")
                        .map(JSON::textNode),
                Arbitraries.just(JSON.nullNode()));
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of("' or 1=1 --", "\\", "%", "_", "?", "$1", "\0", "\ud83d", "::text", "'||'", "\"")
                        .map(text -> MARK + text),
                Arbitraries.strings().ofMaxLength(20).map(text -> MARK + text));
    }

    private static JsonNode object(String key, JsonNode value) {
        return JSON.objectNode().set(key, value);
    }

    private static JsonNode object(Map<String, JsonNode> fields) {
        return JSON.objectNode().setAll(fields);
    }

    private static JsonNode array(List<JsonNode> items) {
        return JSON.arrayNode().addAll(items);
    }
}
