package io.carillon.readme;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.carillon.launcher.local.LaunchSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Runs the {@code curl} commands of the README in order, with what stands before them, as they are but for ports, token and
 * campaign: the one that its first command creates has another number where somebody was there before.
 */
final class ReadmeCommands {
    private static final String CURL = "curl ";
    private static final Pattern PREPARES = Pattern.compile("[A-Z]+=\\$\\(.*\\)|printf .*");
    private static final String CREATES = "/api/campaigns";

    private final LaunchSettings settings;
    private final Path folder;
    private final List<String> ran = new ArrayList<>();
    private final List<String> before = new ArrayList<>();
    private String campaign = "1";

    /**
     * @param folder where they run, as if it were the checkout
     */
    ReadmeCommands(LaunchSettings settings, Path folder) throws IOException {
        this.settings = settings;
        this.folder = folder;
        Files.createSymbolicLink(
                folder.resolve("workflows"), Path.of("workflows").toAbsolutePath());
    }

    void runAll() throws IOException, InterruptedException {
        for (String line : Readme.read().codeLines()) {
            if (PREPARES.matcher(line).matches()) {
                before.add(line);
            } else if (line.startsWith(CURL)) {
                run(line);
            }
        }
    }

    List<String> ran() {
        return List.copyOf(ran);
    }

    private void run(String command) throws IOException, InterruptedException {
        Path answer = folder.resolve("answer-" + ran.size());
        String told = String.join("\n", before) + "\n" + CURL + "-sS --max-time 300 -o " + answer
                + " -w '%{http_code}' " + command.substring(CURL.length());
        String status = shell(here(told));

        assertThat(status).as(command + "\n" + read(answer)).matches("2\\d\\d");
        if (command.endsWith(CREATES)) {
            campaign = new JsonMapper().readTree(answer.toFile()).path("id").asText();
            assertThat(campaign).matches("\\d+");
        }
        ran.add(command);
    }

    private String here(String command) {
        return command.replace("http://127.0.0.1:8080", settings.apiUrl())
                .replace("http://127.0.0.1:8090", settings.sandboxUrl())
                .replace(".carillon/token", settings.folder().token().toString())
                .replace(CREATES + "/1/", CREATES + "/" + campaign + "/");
    }

    private String shell(String command) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("bash", "-euc", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        shell.waitFor();
        return output;
    }

    private static String read(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "no answer";
    }
}
