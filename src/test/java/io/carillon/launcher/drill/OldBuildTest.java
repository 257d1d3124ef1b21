package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a history of its own, made by git. */
class OldBuildTest {
    private static final String ROUND = "src/main/java/io/carillon/launcher/drill/Round.java";
    private static final String ROUNDS = "src/main/java/io/carillon/launcher/drill/Rounds.java";

    @TempDir
    Path checkout;

    @BeforeEach
    void start() throws Exception {
        git("init", "-q");
        commit("pom.xml");
    }

    @Test
    void takesWhatWasThereBeforeTheRoundsWhileNothingWasReleased() throws Exception {
        String before = commit(ROUND);
        commit(ROUNDS);
        commit("later.txt");

        assertThat(OldBuild.releaseBefore(checkout)).isEqualTo(before);
    }

    @Test
    void takesTheReleaseBeforeThisOneOnceThereAreReleases() throws Exception {
        commit(ROUNDS);
        git("tag", "v1.0");
        String second = commit("second.txt");
        git("tag", "v1.1");
        commit("third.txt");
        git("tag", "checked");
        commit("fourth.txt");

        assertThat(OldBuild.releaseBefore(checkout)).isEqualTo(second);

        git("tag", "v1.2");
        assertThat(OldBuild.releaseBefore(checkout)).isEqualTo(second);
    }

    @Test
    void saysWhatToDoWhereTheHistoryIsCutShort() throws Exception {
        assertThatThrownBy(() -> OldBuild.releaseBefore(checkout))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("--unshallow")
                .hasMessageContaining("--old");
    }

    private String commit(String file) throws Exception {
        Path path = checkout.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, file);
        git("add", ".");
        git(
                "-c",
                "user.name=A",
                "-c",
                "user.email=a@shop.example",
                "-c",
                "commit.gpgsign=false",
                "commit",
                "-q",
                "-m",
                file);
        return git("rev-parse", "HEAD");
    }

    private String git(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }
}
