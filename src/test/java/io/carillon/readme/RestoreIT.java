package io.carillon.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.launcher.demo.CarillonApi;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's way back to a backup, line by line, {@code up} on what is there then, and a stop in the middle of a campaign. */
class RestoreIT {
    private static final String DATA = ".carillon";

    @TempDir
    Path folder;

    @Test
    void aBackupIsPutBackRecoveredAndWorkedOn() throws Exception {
        try (Installation installation = new Installation(folder)) {
            installation.run("demo", "--people", "300", "--exit").ended();
            String open = openRun(installation);
            installation
                    .shell("cp -a " + folder + "/data/postgres " + folder + "/backup")
                    .ended();
            List<String> lines = Readme.read().codeLines();
            int first = lines.indexOf("./carillon down");
            String since = OffsetDateTime.now(ZoneOffset.UTC)
                    .truncatedTo(ChronoUnit.SECONDS)
                    .minusHours(1)
                    .toString();

            installation.shell(lines.get(first)).ended();
            installation.shell(here(lines.get(first + 1))).ended();
            assertThat(folder.resolve("data/temporal.db")).doesNotExist();
            List<String> recover = List.of(lines.get(first + 2).split(" "));
            assertThat(recover.subList(0, 3)).containsExactly("./carillon", "recover", "--since");
            installation.up("recover", "--since", since);

            CarillonApi api = api(installation);
            assertThat(api.get("/api/recoveries").path(0).path("since").asText())
                    .isEqualTo(since);
            assertThat(api.get("/api/campaigns/" + open + "/progress")
                            .path("state")
                            .asText())
                    .as("of a run that was open")
                    .isEqualTo("paused");
            JsonNode sum = api.get("/api/campaigns/1/result").path("sum");
            installation.down();

            installation.up("up", "--processes", "2");
            assertThat(installation.isReady(1)).isTrue();
            assertThat(api(installation).get("/api/campaigns/1/result").path("sum"))
                    .isEqualTo(sum);
            assertThat(sum.path("holds").asBoolean()).isTrue();
            assertThatAStopInTheMiddleLeavesNoDoubt(installation);
        }
    }

    private static void assertThatAStopInTheMiddleLeavesNoDoubt(Installation installation) throws Exception {
        String run = draft(installation, definition());
        CarillonApi sandbox = new CarillonApi(installation.settings().sandboxUrl(), Optional.empty());
        api(installation).post("/api/campaigns/" + run + "/launch", Map.of("Idempotency-Key", "stopped"));
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> taken(sandbox, run) > 0);
        try (InputStream followed = follow(installation, paused(installation))) {
            assertThat(followed.read()).isPositive();
            installation.down();
            assertThat(followed.readAllBytes())
                    .as("what a stream told until it was ended, not broken off")
                    .isNotEmpty();
        }
        assertThat(Files.readString(installation.settings().folder().log("app")))
                .contains("stopped in")
                .doesNotContain("Timed out waiting for graceful shutdown");

        installation.up("up");
        CarillonApi api = api(installation);
        await().atMost(Duration.ofMinutes(3))
                .until(() -> api.get("/api/campaigns/" + run + "/progress")
                        .path("state")
                        .asText()
                        .equals("completed"));
        JsonNode sum = api.get("/api/campaigns/" + run + "/result").path("sum");
        assertThat(sum.path("holds").asBoolean()).isTrue();
        assertThat(sum.path("sent").asLong()).isPositive();
        assertThat(sum.path("unknown").asLong()).as(sum.toString()).isZero();
        installation.down();
    }

    /** Launched and not over when everything is stopped. */
    private static String openRun(Installation installation) throws Exception {
        installation.up("up");
        String run = draft(installation, definition().replace("start: now", "start: 2031-01-01T09:00"));
        api(installation).post("/api/campaigns/" + run + "/launch", Map.of("Idempotency-Key", "open"));
        installation.down();
        return run;
    }

    private static String definition() throws IOException {
        return Files.readString(Path.of("workflows", "demo-campaign.yaml"));
    }

    private static String draft(Installation installation, String definition) throws Exception {
        return api(installation)
                .postText("/api/campaigns", "application/yaml", definition)
                .body()
                .path("id")
                .asText();
    }

    /** A run of which a stream does not end by itself. */
    private static String paused(Installation installation) throws Exception {
        String run = draft(installation, definition());
        api(installation).post("/api/campaigns/" + run + "/launch", Map.of("Idempotency-Key", "paused"));
        api(installation).post("/api/campaigns/" + run + "/pause", Map.of());
        return run;
    }

    /** The run's figures as they change, for as long as somebody tells them. */
    private static InputStream follow(Installation installation, String run) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(installation.settings().apiUrl() + "/api/campaigns/" + run + "/progress"))
                .header("Authorization", "Bearer " + token(installation))
                .header("Accept", "text/event-stream")
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    private static long taken(CarillonApi sandbox, String run) {
        return sandbox.get("/accepted/count?by=to&keyPrefix=" + run + "-")
                .path("messages")
                .asLong();
    }

    private String here(String line) {
        return line.replace(DATA, folder.resolve("data").toString())
                .replace("BACKUP", folder.resolve("backup").toString());
    }

    private static CarillonApi api(Installation installation) throws Exception {
        return new CarillonApi(installation.settings().apiUrl(), Optional.of(token(installation)));
    }

    private static String token(Installation installation) throws Exception {
        return Files.readString(installation.settings().folder().token()).strip();
    }
}
