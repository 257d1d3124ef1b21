package io.carillon.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file that one can hold in mind: 400 lines at most, of tests 500. What is data, as a recorded history, is not counted. */
class FileSizeTest {
    private static final int MOST = 400;
    private static final int MOST_OF_A_TEST = 500;

    /** Databases out there were made by it, so it stays as it is. */
    private static final Set<String> LANDED = Set.of("V1__ledger.sql");

    @Test
    void noFileIsTooLongToBeHeldInMind() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (String place :
                List.of("README.md", "carillon", "pom.xml", "docker", "templates", "workflows", "src/main")) {
            tooLong(Path.of(place), MOST, tooLong);
        }
        tooLong(Path.of("src/test"), MOST_OF_A_TEST, tooLong);

        assertThat(tooLong).isEmpty();
    }

    private static void tooLong(Path place, int most, List<String> found) throws IOException {
        try (Stream<Path> paths = Files.walk(place)) {
            for (Path file : paths.filter(Files::isRegularFile)
                    .filter(path -> !path.toString().endsWith(".json"))
                    .filter(path -> !LANDED.contains(path.getFileName().toString()))
                    .toList()) {
                long lines = Files.readString(file).lines().count();
                if (lines > most) {
                    found.add(file + ": " + lines + " lines");
                }
            }
        }
    }
}
