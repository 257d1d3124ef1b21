package io.carillon.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DefinitionSchemaTest {
    private final JsonNode schema = new DefinitionSchema().source();

    @Test
    void isAValidSchemaOfItsDialect() {
        var dialect = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(dialect.validate(schema)).isEmpty();
    }

    @Test
    void describesEveryPropertyForEditors() {
        List<String> silent = new ArrayList<>();
        describe(schema, "", silent);
        assertThat(silent).isEmpty();
    }

    @Test
    void namesEveryRuleForMarketersAndNoOther() {
        assertThat(names("/properties/channels/properties/on/properties"))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Reason.Rule.values())
                        .filter(Reason.Rule::isForMarketers)
                        .map(Reason.Rule::id)
                        .collect(Collectors.toSet()));
    }

    @Test
    void saysTheDefaultsThatThePolicyHas() {
        for (Reason.Rule rule : Reason.Rule.values()) {
            if (rule.isForMarketers()) {
                String text = schema.at("/properties/channels/properties/on/properties/" + rule.id() + "/description")
                        .asText();
                String action = RuleActions.byDefault(rule).id();
                assertThat(text).as(rule.id()).containsAnyOf("Default " + action, "always " + action);
            }
        }
        for (ChannelKind kind : ChannelKind.values()) {
            assertThat(schema.at("/properties/channels/properties/openFor/properties/" + kind.id() + "/description")
                            .asText())
                    .startsWith(WrittenDuration.text(PolicyReader.openByDefault(kind)) + " ");
        }
    }

    @Test
    void theSentencesOfBothLanguagesHaveTheSameKeys() throws Exception {
        assertThat(keys("/definition.properties")).isEqualTo(keys("/definition_zh.properties"));
    }

    private static java.util.Set<Object> keys(String resource) throws Exception {
        Properties properties = new Properties();
        try (var in = DefinitionSchemaTest.class.getResourceAsStream(resource)) {
            properties.load(in);
        }
        return properties.keySet();
    }

    private List<String> names(String pointer) {
        List<String> names = new ArrayList<>();
        schema.at(pointer).fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void describe(JsonNode node, String at, List<String> silent) {
        node.path("properties").properties().forEach(entry -> {
            String place = at + "/" + entry.getKey();
            if (!entry.getValue().hasNonNull("title") || !entry.getValue().hasNonNull("description")) {
                silent.add(place);
            }
            describe(entry.getValue(), place, silent);
        });
        node.path("$defs")
                .properties()
                .forEach(entry -> describe(entry.getValue(), at + "/$defs/" + entry.getKey(), silent));
        if (node.path("additionalProperties").isObject()) {
            describe(node.get("additionalProperties"), at + "/*", silent);
        }
    }
}
