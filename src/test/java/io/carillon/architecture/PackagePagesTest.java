package io.carillon.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of each package, and the table of packages on the page of the root. */
class PackagePagesTest {
    private static final Path ROOT = Path.of("src", "main", "java", "io", "carillon");
    private static final String PAGE = "package-info.java";
    private static final Pattern START =
            Pattern.compile("(Start at|Where to start:)\\s+(\\* )?\\{@link io\\.carillon\\.");
    private static final Pattern ROW = Pattern.compile("<tr><td>\\{@code (\\w+)}</td>");

    @Test
    void everyPackageSaysWhereToStart() throws IOException {
        List<Path> packages = packages();

        assertThat(packages)
                .hasSizeGreaterThan(30)
                .allSatisfy(folder ->
                        assertThat(folder.resolve(PAGE)).exists().content().containsPattern(START));
    }

    /** A package that the table lacks might be used by all others. */
    @Test
    void theTableOfTheArchitectureHasEveryPackageAndNoOther() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            assertThat(folders.filter(Files::isDirectory)
                            .map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(ArchitectureTest.ROWS);
        }
    }

    @Test
    void thePageOfTheRootShowsThatTableInItsOrder() throws IOException {
        assertThat(ROW.matcher(Files.readString(ROOT.resolve(PAGE))).results().map(row -> row.group(1)))
                .containsExactlyElementsOf(ArchitectureTest.ROWS);
    }

    private static List<Path> packages() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .toList();
        }
    }
}
