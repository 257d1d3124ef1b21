package io.carillon.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.readme.Installation.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script as a user runs it: the demo on two app processes, every {@code curl} of the README, a kill, and {@code down}. */
class InstallationIT {
    /** Comes with the first dispatch that waits for its rate, which so few people need not meet. */
    private static final String LATE_METRIC = "carillon_rate_waits_total";

    @TempDir
    Path folder;

    @Test
    void theDemoEndsExactAndEveryCommandOfTheReadmeAnswersWhileAKilledProcessComesBack() throws Exception {
        try (Installation installation = new Installation(folder)) {
            Script demo = installation.up("demo", "--people", "600", "--processes", "2");
            assertThat(demo.printed())
                    .contains("✔")
                    .contains(installation.settings().apiUrl(0))
                    .contains(installation.settings().apiUrl(1));

            ReadmeCommands commands = new ReadmeCommands(installation.settings(), folder);
            commands.runAll();
            assertThat(commands.ran()).hasSizeGreaterThan(15);
            assertThatMetricsAreThere(installation);

            kill("app-2");
            demo.awaitLine("app-2       has ended");
            await().atMost(Duration.ofMinutes(2)).until(() -> installation.isReady(1));
            assertThat(installation.isReady(0)).isTrue();

            installation.down();
        }
    }

    /** Each metric of the README's table, on one process or the other. */
    private static void assertThatMetricsAreThere(Installation installation) throws Exception {
        String all = Installation.get(installation.settings().apiUrl(0) + "/q/metrics")
                        .body()
                + Installation.get(installation.settings().apiUrl(1) + "/q/metrics")
                        .body();
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
}
