package io.carillon.launcher.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemporalProcessTest {
    @TempDir
    private Path folder;

    @Test
    void saysWhatToDoWithAFileThatIsNoDatabase() throws IOException {
        Files.writeString(folder.resolve("temporal.db"), "not a database at all, junk");

        assertThatThrownBy(process()::plan)
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining(folder.resolve("temporal.db").toString())
                .hasMessageContaining("Move it away");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SQLite format 3\0 and pages"})
    void startsWithAnEmptyFileAndWithADatabase(String content) throws IOException {
        Files.writeString(folder.resolve("temporal.db"), content);

        assertThat(process().plan().name()).isEqualTo("Temporal");
    }

    @Test
    void startsWhereThereIsNoFileYet() {
        assertThat(process().plan().name()).isEqualTo("Temporal");
    }

    private TemporalProcess process() {
        return new TemporalProcess(
                LaunchSettings.from(Map.of("CARILLON_HOME", folder.toString(), "HOME", folder.toString())),
                Path.of("temporal"));
    }
}
