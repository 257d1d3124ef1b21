package io.carillon.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.carillon.launcher.local.Console;
import io.carillon.launcher.local.LaunchSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bench on real parts, small: no figure is held against its aim. */
class BenchIT {
    @TempDir
    Path folder;

    @Test
    void measuresMailsToItsOwnSink() throws Exception {
        LaunchSettings settings = LaunchSettings.from(System.getenv());
        BenchPlan plan = new BenchPlan(500, 1, 1, null, 7, null);
        Path data = Files.createDirectories(folder.resolve("data"));
        Path file = folder.resolve("bench.json");

        BenchReport report = new Bench(settings, Console.standard(), plan).run(data, List.of("email"));
        report.write(file);

        JsonNode json = new JsonMapper().readTree(file.toFile());
        JsonNode email = json.path("lines").path(0);
        assertThat(email.path("name").asText()).isEqualTo("email");
        assertThat(email.path("median").asDouble()).isPositive();
        assertThat(email.path("bound").asDouble()).isEqualTo(5_000);
        // End to end is from the launch on: the freeze counts, so it cannot be faster than without.
        JsonNode sending = json.path("lines").path(1);
        assertThat(sending.path("name").asText()).isEqualTo("email from first claim");
        assertThat(sending.path("bound").asDouble()).isEqualTo(5_000);
        assertThat(email.path("median").asDouble())
                .isLessThanOrEqualTo(sending.path("median").asDouble());
        // The mail is as large as the aim says.
        assertThat(email.path("note").asText()).contains("500 people").containsPattern("5\\.[78]\\d? kB");
        assertThat(json.path("machine").path("postgresql").asText()).startsWith("17");
    }
}
