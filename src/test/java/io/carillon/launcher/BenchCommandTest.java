package io.carillon.launcher;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.launcher.local.LaunchFailure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
    @TempDir
    private Path folder;

    @Test
    void aFileThatCannotBeWrittenIsToldBeforeAnythingIsMeasured() {
        assertThatThrownBy(() -> BenchCommand.requireWritable(folder.resolve("none/bench.json")))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("none/bench.json");
        assertThatThrownBy(() -> BenchCommand.requireWritable(folder)).isInstanceOf(LaunchFailure.class);
        assertThatCode(() -> BenchCommand.requireWritable(folder.resolve("bench.json")))
                .doesNotThrowAnyException();
        assertThatCode(() -> BenchCommand.requireWritable(Path.of("bench-of-nobody.json")))
                .doesNotThrowAnyException();
    }
}
