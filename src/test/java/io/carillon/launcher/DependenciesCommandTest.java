package io.carillon.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.launcher.local.LaunchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DependenciesCommandTest {
    @TempDir
    private Path folder;

    @Test
    void listsEachLibraryOnceWithItsVersion() throws IOException {
        Path list =
                list("org.b:two::jar:1.0\norg.a:one::jar:2.1\norg.b:two::jar:1.0\n\norg.c:three:linux-x86_64:jar:3\n");

        assertThat(DependenciesCommand.lines(list, false))
                .containsExactly("org.a:one 2.1", "org.b:two 1.0", "org.c:three:linux-x86_64 3");
        assertThat(DependenciesCommand.lines(list, true))
                .containsExactly(
                        "pkg:maven/org.a/one@2.1",
                        "pkg:maven/org.b/two@1.0",
                        "pkg:maven/org.c/three@3?classifier=linux-x86_64");
    }

    @Test
    void aListThatIsMissingOrReadsOtherwiseIsNamed() throws IOException {
        assertThatThrownBy(() -> DependenciesCommand.lines(folder.resolve("none"), false))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("none");
        Path list = list("no library\n");
        assertThatThrownBy(() -> DependenciesCommand.lines(list, false))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("no library");
    }

    private Path list(String lines) throws IOException {
        return Files.writeString(folder.resolve("list.txt"), lines);
    }
}
