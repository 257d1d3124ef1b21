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
import org.jspecify.annotations.Nullable;

/** An installation of its own, on free ports, that is started and stopped by the script as a user does. */
final class Installation implements AutoCloseable {
    /** What the script says when everything is up and it stays. */
    static final String UP = "Ctrl-C stops everything";

    private static final Duration AT_MOST = Duration.ofMinutes(10);

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private @Nullable Script running;

    /** One call of the script, and what it printed. */
    record Script(Process process, Path output) {
        String printed() throws IOException {
            return Files.readString(output);
        }

        /** Waits until this was printed; fails if the script ends before. */
        void awaitLine(String text) {
            await().atMost(AT_MOST).pollInterval(Duration.ofMillis(200)).until(() -> {
                boolean isThere = printed().contains(text);
                assertThat(isThere || process.isAlive()).as(printed()).isTrue();
                return isThere;
            });
        }

        /** Waits for its end; gives what it printed if that was as it should be. */
        String ended() throws IOException, InterruptedException {
            assertThat(process.waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS))
                    .as(printed())
                    .isTrue();
            assertThat(process.exitValue()).as(printed()).isZero();
            return printed();
        }
    }

    /** @param folder an empty one; the data come to lie in its {@code data} */
    Installation(Path folder) {
        this.folder = folder;
        environment.putAll(LocalPorts.free().environment());
        environment.put("CARILLON_HOME", folder.resolve("data").toString());
    }

    Path folder() {
        return folder;
    }

    LaunchSettings settings() {
        return LaunchSettings.from(environment);
    }

    /** Calls the script with something that stays until it is stopped, and waits until everything is up. */
    Script up(String... arguments) throws IOException {
        Script script = run(arguments);
        running = script;
        script.awaitLine(UP);
        return script;
    }

    /** Calls the script; what it prints is kept for people who look at a failure. */
    Script run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("./carillon"));
        command.addAll(List.of(arguments));
        return start(command);
    }

    /** Calls a line of a shell in the checkout. */
    Script shell(String line) throws IOException {
        return start(List.of("bash", "-euc", line));
    }

    /** Stops what is up. */
    void down() throws IOException, InterruptedException {
        run("down").ended();
        if (running != null) {
            assertThat(running.ended()).contains("Stopped by ./carillon down. The data stay in ");
        }
        running = null;
        assertThat(folder.resolve("data/pids")).isEmptyDirectory();
    }

    boolean isReady(int process) {
        try {
            return get(settings().apiUrl(process) + "/q/health/ready").statusCode() == 200;
        } catch (IOException away) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Stops what a failure left. */
    @Override
    public void close() throws IOException {
        if (running != null && running.process().isAlive()) {
            run("down").process().onExit().join();
        }
    }

    private Script start(List<String> command) throws IOException {
        Path logs = Files.createDirectories(Path.of("target", "readme"));
        Path output = Files.createTempFile(logs, folder.getFileName() + "-", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        // As where cron starts it: what it prints is UTF-8 whatever the locale.
        List.of("LANG", "LC_ALL", "LC_CTYPE").forEach(builder.environment()::remove);
        builder.environment().putAll(environment);
        return new Script(builder.start(), output);
    }
}
