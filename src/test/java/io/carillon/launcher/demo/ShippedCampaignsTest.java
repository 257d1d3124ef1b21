package io.carillon.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.carillon.launcher.local.SandboxAccounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShippedCampaignsTest {
    private final JsonNode demo = read("demo-campaign.yaml");
    private final JsonNode midAutumn = read("mid-autumn-campaign.yaml");

    @Test
    void demoSaysTheSameToTheSamePeopleOverTheSameChannels() {
        for (String part : List.of("kind", "name", "purpose", "segment", "message")) {
            assertThat(demo.path(part).isMissingNode()).as(part).isFalse();
            assertThat(demo.path(part)).as(part).isEqualTo(midAutumn.path(part));
        }
        assertThat(demo.at("/channels/order")).isEqualTo(midAutumn.at("/channels/order"));
        assertThat(demo.at("/channels/on")).isEqualTo(midAutumn.at("/channels/on"));
    }

    @Test
    void demoStartsNowAtAnyHourAndWaitsSeconds() {
        assertThat(demo.at("/schedule/start").asText()).isEqualTo("now");
        assertThat(demo.at("/schedule/window").isMissingNode()).isTrue();
        assertThat(demo.at("/channels/waitFor/sms/within").asText()).matches("\\d+s");
        assertThat(midAutumn.at("/schedule/window").asText()).isEqualTo("09:00-20:30");
    }

    @Test
    void asksForTheTemplateThatTheDemosPeopleGrant() {
        assertThat(demo.path("message")
                        .path("overrides")
                        .path("wechat.subscribe")
                        .path("bindings")
                        .path(SandboxAccounts.WECHAT_ACCOUNT)
                        .path("template")
                        .asText())
                .isEqualTo(SandboxAccounts.WECHAT_TEMPLATE);
    }

    private static JsonNode read(String file) {
        try {
            return new YAMLMapper().readTree(Path.of("workflows", file).toFile());
        } catch (IOException unreadable) {
            throw new IllegalStateException(file, unreadable);
        }
    }
}
