package io.carillon.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.launcher.local.LaunchSettings;
import io.carillon.launcher.local.LocalPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script as a user runs it: the demo on two app processes, every {@code curl} of the README, a kill, and {@code down}. */
class InstallationIT {
    private static final Duration AT_MOST = Duration.ofMinutes(10);
    /** Comes with the first dispatch that waits for its rate, which so few people need not meet. */
    private static final String LATE_METRIC = "carillon_rate_waits_total";

    private static final String UP = "Ctrl-C stops everything";

    @TempDir
    private Path folder;

    private final LocalPorts ports = LocalPorts.free();
    private final Map<String, String> environment = new HashMap<>();
    private Path output;
    private Process demo;

    @BeforeEach
    void startTheDemo() throws IOException {
        environment.put("CARILLON_HOME", folder.resolve("data").toString());
        environment.put("CARILLON_PORT", Integer.toString(ports.app()));
        environment.put("CARILLON_SANDBOX_PORT", Integer.toString(ports.sandbox()));
        environment.put("CARILLON_ALIYUN_PORT", Integer.toString(ports.aliyun()));
        environment.put("CARILLON_SMTP_PORT", Integer.toString(ports.smtp()));
        environment.put("CARILLON_POSTGRES_PORT", Integer.toString(ports.postgres()));
        environment.put("CARILLON_TEMPORAL_PORT", Integer.toString(ports.temporal()));
        environment.put("CARILLON_TEMPORAL_UI_PORT", Integer.toString(ports.temporalUi()));
        output = Files.createDirectories(Path.of("target")).resolve("installation.log");
        demo = script(output, "demo", "--people", "600", "--processes", "2");
    }

    @AfterEach
    void stopWhatIsLeft() throws Exception {
        if (demo.isAlive()) {
            script(folder.resolve("down.log"), "down").waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void theDemoEndsExactAndEveryCommandOfTheReadmeAnswersWhileAKilledProcessComesBack() throws Exception {
        awaitLine(UP);
        assertThat(printed())
                .contains("✔")
                .contains(settings().apiUrl(0))
                .contains(settings().apiUrl(1));

        ReadmeCommands commands = new ReadmeCommands(settings(), folder);
        commands.runAll();
        assertThat(commands.ran()).hasSizeGreaterThan(15);
        assertThatMetricsAreThere();

        kill("app-2");
        awaitLine("app-2       has ended");
        await().atMost(AT_MOST).until(() -> isReady(settings().apiUrl(1)));
        assertThat(isReady(settings().apiUrl(0))).isTrue();

        Process down = script(folder.resolve("down.log"), "down");
        assertThat(down.waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(down.exitValue()).isZero();
        assertThat(demo.waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).as(printed()).isZero();
        assertThat(printed()).contains("Stopped by ./carillon down. The data stay in ");
        assertThat(folder.resolve("data/pids")).isEmptyDirectory();
    }

    /** Each metric of the README's table, on one process or the other. */
    private void assertThatMetricsAreThere() throws Exception {
        String all = get(settings().apiUrl(0) + "/q/metrics").body()
                + get(settings().apiUrl(1) + "/q/metrics").body();
        List<String> told = new ArrayList<>();
        for (List<String> row : Readme.read().table("metric")) {
            List<String> names = Readme.code(row.get(0));
            names.forEach(name -> told.add(
                    name.startsWith("_")
                            ? names.get(0).substring(0, names.get(0).lastIndexOf('_')) + name
                            : name));
        }

        told.remove(LATE_METRIC);
        assertThat(told).hasSizeGreaterThan(6).allMatch(all::contains);
    }

    private void kill(String part) throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(folder.resolve("data/pids/" + part + ".pid")).get(0));
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    private void awaitLine(String text) {
        await().atMost(AT_MOST).pollInterval(Duration.ofMillis(200)).until(() -> {
            assertThat(demo.isAlive()).as(printed()).isTrue();
            return printed().contains(text);
        });
    }

    private String printed() throws IOException {
        return Files.readString(output);
    }

    private LaunchSettings settings() {
        return LaunchSettings.from(environment);
    }

    private static boolean isReady(String url) {
        try {
            return get(url + "/q/health/ready").statusCode() == 200;
        } catch (IOException away) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private Process script(Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("./carillon"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }
}
