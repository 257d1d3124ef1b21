package io.carillon.readme;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.carillon.launcher.bench.SmtpSink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's lines of the bench, with few people: no figure is held against its aim. */
class BenchLinesIT {
    private static final String BENCH = "./carillon bench ";
    private static final String FEW = "--recipients 500 --runs 1";

    @TempDir
    Path folder;

    @Test
    void eachLineMeasuresAndTheTableIsWrittenAsJson() throws Exception {
        List<String> lines = Readme.read().codeLines().stream()
                .filter(line -> line.startsWith(BENCH))
                .toList();
        assertThat(lines).hasSize(3);
        try (Installation installation = new Installation(folder);
                SmtpSink sink = SmtpSink.open()) {
            installation.shell(here(lines.get(0), sink)).ended();
            assertThatTableIsWhole(
                    new JsonMapper().readTree(folder.resolve("bench.json").toFile()));
            assertThat(sink.mails()).isZero();

            assertThat(installation.shell(here(lines.get(1), sink)).ended())
                    .contains("mail to      127.0.0.1:" + sink.address().getPort());
            assertThat(sink.mails()).isGreaterThan(500);

            String profiled = installation.shell(here(lines.get(2), sink)).ended();
            // The dearest statements of what was measured.
            assertThat(profiled).contains("PostgreSQL's time:", "insert into");
            try (var files = Files.list(folder)) {
                assertThat(files.map(Path::toString)).anyMatch(name -> name.endsWith(".jfr"));
            }
        }
    }

    private static void assertThatTableIsWhole(JsonNode json) {
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
        assertThat(json.path("machine").path("postgresql").asText())
                .startsWith("17")
                .endsWith("fsync on, synchronous_commit on");
        assertThat(json.path("failures")).isEmpty();
        assertThat(Instant.parse(json.path("at").asText()))
                .isBetween(Instant.now().minus(Duration.ofHours(1)), Instant.now());
        assertThat(json.path("measured")).extracting(JsonNode::asText).containsExactly("email", "push");
        assertThat(json.path("smtp").isNull()).isTrue();
        assertThat(json.path("isProfiled").asBoolean(true)).isFalse();
    }

    /** The line without what is told beside it, for few people, in this test's folder and to its sink. */
    private String here(String line, SmtpSink sink) {
        String command = line.split(" {2,}")[0]
                .replace("--recipients 100000 --runs 3", "")
                .replace("/tmp", folder.toString())
                .replace("bench.json", folder.resolve("bench.json").toString())
                .replace("127.0.0.1:2526", "127.0.0.1:" + sink.address().getPort());
        return command + " " + FEW;
    }
}
