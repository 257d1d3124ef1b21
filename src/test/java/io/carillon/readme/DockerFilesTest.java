package io.carillon.readme;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the image and the compose file name is there. */
class DockerFilesTest {
    private static final Path COMPOSE = Path.of("docker", "compose.yaml");
    private static final Path DOCKERFILE = Path.of("docker", "Dockerfile");
    private static final Pattern COPIED = Pattern.compile("(?m)^COPY (?!--from)(\\S+) ");
    private static final Pattern RESOURCES = Pattern.compile("<directory>([^</]+)[^<]*</directory>");
    private static final Pattern ENVIRONMENT = Pattern.compile("(CARILLON_[A-Z_]+)=(\\S+)");
    private static final Pattern HEALTH = Pattern.compile("\"http://127\\.0\\.0\\.1:(\\d+)(/[^\"]+)\"");

    private final Map<String, String> settings = Settings.ofTheApp();
    private final JsonNode compose = compose();
    private final String dockerfile = read(DOCKERFILE);

    @Test
    void everyVariableOfTheComposeFileAndTheImageIsASettingOfTheApp() {
        List<String> named = new ArrayList<>();
        compose.at("/x-carillon/environment").fieldNames().forEachRemaining(named::add);
        results(ENVIRONMENT, dockerfile).map(result -> result.group(1)).forEach(named::add);
        results(Pattern.compile("CARILLON_[A-Z_]*[A-Z]"), read(COMPOSE))
                .map(MatchResult::group)
                .forEach(named::add);

        assertThat(named).hasSizeGreaterThan(8);
        assertThat(settings.keySet()).containsAll(named);
    }

    @Test
    void whatTheComposeFileAsksOfItsShellIsGivenToTheApp() {
        JsonNode given = compose.at("/x-carillon/environment");

        assertThat(given.path("CARILLON_DATABASE_URL").asText()).isEqualTo("jdbc:postgresql://postgres:5432/carillon");
        assertThat(given.path("CARILLON_DATABASE_USER").asText())
                .isEqualTo(compose.at("/services/postgres/environment/POSTGRES_USER")
                        .asText());
        assertThat(given.path("CARILLON_DATABASE_URL").asText())
                .endsWith("/"
                        + compose.at("/services/postgres/environment/POSTGRES_DB")
                                .asText());
        assertThat(given.path("CARILLON_TEMPORAL_ADDRESS").asText()).isEqualTo("temporal:7233");
        assertThat(compose.at("/services").has("temporal")).isTrue();
    }

    @Test
    void processesFindTheDataFolderThatTheImageMakes() {
        String data = results(ENVIRONMENT, dockerfile)
                .filter(result -> result.group(1).equals("CARILLON_DATA"))
                .map(result -> result.group(2))
                .findFirst()
                .orElseThrow();

        assertThat(compose.at("/x-carillon/volumes/0").asText()).isEqualTo("data:" + data);
        assertThat(dockerfile).contains("VOLUME " + data);
        assertThat(read(COMPOSE)).contains("cat " + data + "/token");
    }

    @Test
    void theImageCopiesWhatTheBuildNeedsAndStartsWhatItBuilt() {
        List<String> copied =
                results(COPIED, dockerfile).map(result -> result.group(1)).toList();

        assertThat(copied)
                .contains("pom.xml", "src")
                .allSatisfy(path -> assertThat(Path.of(path)).exists());
        assertThat(results(RESOURCES, read(Path.of("pom.xml"))).map(result -> result.group(1)))
                .contains("templates", "workflows")
                .allSatisfy(folder -> assertThat(copied).contains(folder));
        assertThat(compose.at("/x-carillon/build/dockerfile").asText()).isEqualTo("docker/Dockerfile");
        assertThat(dockerfile).contains("/src/target/quarkus-app").contains("\"quarkus-run.jar\"");
    }

    @Test
    void theHealthCheckAsksThePortOfTheAppForItsReadiness() {
        MatchResult health = results(HEALTH, dockerfile).findFirst().orElseThrow();

        assertThat(health.group(1)).isEqualTo(settings.get("CARILLON_HTTP_PORT"));
        assertThat(health.group(2)).isEqualTo("/q/health/ready");
        assertThat(dockerfile).contains("EXPOSE " + health.group(1));
        assertThat(compose.at("/services/app/ports/0").asText())
                .isEqualTo("127.0.0.1:" + health.group(1) + ":" + health.group(1));
    }

    /** Processes of the compose file, with their pools and Temporal's, fit into its PostgreSQL. */
    @Test
    void postgresTakesTheConnectionsOfAllProcesses() {
        int pool = Integer.parseInt(settings.get("CARILLON_DATABASE_CONNECTIONS"));
        long processes = compose.path("services").properties().stream()
                .filter(service -> service.getValue().has("<<")
                        || service.getValue().path("image").asText().equals("carillon"))
                .count();
        int most = results(Pattern.compile("max_connections=(\\d+)"), read(COMPOSE))
                .mapToInt(result -> Integer.parseInt(result.group(1)))
                .findFirst()
                .orElseThrow();

        assertThat(processes).isEqualTo(2);
        assertThat(most).isGreaterThan((int) processes * pool + 60);
    }

    private static JsonNode compose() {
        try {
            return new YAMLMapper().readTree(COMPOSE.toFile());
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static Stream<MatchResult> results(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new IllegalStateException(file.toString(), unreadable);
        }
    }
}
