package io.carillon.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
    private static final Pattern LONE_APOSTROPHE = Pattern.compile("(?<!')'(?!')");
    private static final Pattern SLUGS = Pattern.compile("^\\| (`[a-z, `-]+`) \\| [0-9, ]+ \\|", Pattern.MULTILINE);

    @ParameterizedTest
    @ValueSource(strings = {"problems", "definition", "file_faults"})
    void everySentenceIsThereInBothLanguagesAndKeepsItsApostrophes(String bundle) throws IOException {
        Properties english = read(bundle + ".properties");
        Properties chinese = read(bundle + "_zh.properties");

        assertThat(chinese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        assertThat(english.entrySet())
                .noneMatch(entry ->
                        LONE_APOSTROPHE.matcher((String) entry.getValue()).find());
    }

    @Test
    void everyProblemOfTheReadmeHasATitle() throws IOException {
        Properties chinese = read("problems_zh.properties");
        List<String> slugs = SLUGS.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map((MatchResult row) -> row.group(1))
                .flatMap(cell -> Pattern.compile("[a-z-]+").matcher(cell).results())
                .map(MatchResult::group)
                .toList();

        assertThat(slugs).contains("invalid", "wrong-state", "database-busy").hasSizeGreaterThan(20);
        assertThat(slugs).allSatisfy(slug -> assertThat(chinese).containsKey("title." + slug));
    }

    @Test
    void aMissingAccountOfAVendorIsOneSentence() {
        assertThat(Problem.notFound("vendorAccount", "x").getDetail())
                .isEqualTo("There is no account at this vendor of that name");
    }

    @Test
    void aTextWithoutPlacesShowsItsApostrophesOnce() {
        assertThat(new FindingList(Locale.ENGLISH).text("several_kinds"))
                .contains("'all'")
                .doesNotContain("''");
    }

    private static Properties read(String file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(CatalogueTest.class.getResourceAsStream("/" + file), file),
                StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }
}
