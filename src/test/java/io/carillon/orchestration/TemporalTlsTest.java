package io.carillon.orchestration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with the settings of TLS stops the start and is named; that they work is shown by the drill on a real server. */
class TemporalTlsTest {
    @TempDir
    private Path folder;

    @Test
    void speaksInTheClearUnlessSomethingAsksForTls() {
        assertThat(tls(Map.of()).context()).isEmpty();
        assertThat(tls(Map.of("carillon.temporal.tls", "true")).context()).isPresent();
        assertThat(tls(Map.of("carillon.temporal.api-key", "secret")).context()).isPresent();
    }

    @Test
    void namesTheFileThatCannotBeRead() {
        String missing = folder.resolve("missing.pem").toString();

        assertThatThrownBy(() ->
                        tls(Map.of("carillon.temporal.server-ca", missing)).context())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CARILLON_TEMPORAL_SERVER_CA names " + missing);
        assertThatThrownBy(() -> tls(Map.of(
                                "carillon.temporal.client-certificate", missing,
                                "carillon.temporal.client-key", missing))
                        .context())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CARILLON_TEMPORAL_CLIENT_CERTIFICATE names " + missing);
    }

    @Test
    void asksForTheOtherHalfOfAnIdentity() throws IOException {
        Path file = Files.writeString(folder.resolve("some.pem"), "something");

        assertThatThrownBy(() -> tls(Map.of("carillon.temporal.client-certificate", file.toString()))
                        .context())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("set CARILLON_TEMPORAL_CLIENT_KEY too");
        assertThatThrownBy(() -> tls(Map.of("carillon.temporal.client-key", file.toString()))
                        .context())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("set CARILLON_TEMPORAL_CLIENT_CERTIFICATE too");
    }

    @Test
    void refusesFilesThatHoldNoCertificate() throws IOException {
        Path file = Files.writeString(folder.resolve("some.pem"), "something");

        assertThatThrownBy(() -> tls(Map.of("carillon.temporal.server-ca", file.toString()))
                        .context())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("CARILLON_TEMPORAL_SERVER_CA names " + file);
        assertThatThrownBy(() -> tls(Map.of(
                                "carillon.temporal.client-certificate",
                                file.toString(),
                                "carillon.temporal.client-key",
                                file.toString()))
                        .context())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("make no TLS identity");
    }

    private static TemporalTls tls(Map<String, String> settings) {
        return new TemporalTls(new SmallRyeConfigBuilder()
                .withMapping(TemporalConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(TemporalConfig.class));
    }
}
