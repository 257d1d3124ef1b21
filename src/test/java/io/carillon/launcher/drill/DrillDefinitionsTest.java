package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Campaigns of rounds that only a full drill launches are what a marketer could write. */
class DrillDefinitionsTest {
    private static final String START = "2031-01-01T09:00";
    private static final String WINDOW = ", window: \"09:00-11:00\"";

    @ParameterizedTest
    @ValueSource(strings = {SharedRate.CAMPAIGN, LateLaunch.DRAFT, LaterCampaigns.CAMPAIGN})
    void isADefinition(String yaml) throws Exception {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(new JsonMapper()
                        .readTree(Path.of("workflows", "campaign.schema.json").toFile()));

        assertThat(schema.validate(new YAMLMapper().readTree(yaml.formatted("上海", START, WINDOW))))
                .isEmpty();
    }
}
