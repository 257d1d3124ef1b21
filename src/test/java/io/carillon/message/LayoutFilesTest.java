package io.carillon.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayoutFilesTest {
    private static final Path FOLDER = Path.of("templates/default");
    private final Layouts layouts = new Layouts();

    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("templates"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> FOLDER.relativize(file).toString())
                    .filter(name -> name.endsWith(".ftl"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void rendersWithAndWithoutWhatAMessageMayLack(String file) {
        Map<String, Object> least = Map.of(
                "locale", "zh", "words", layouts.wordsOf("zh"), "title", "标题", "text", "正文", "lines", List.of("正文"));
        Map<String, Object> all = new java.util.HashMap<>(least);
        all.putAll(Map.of("link", "${link}", "picture", "${picture}", "unsubscribe", "${unsubscribe_url}"));

        for (Map<String, Object> model : List.of(least, all)) {
            String made = file.contains(".mjml.") ? layouts.html(file, "zh", model) : layouts.plain(file, model);
            assertThat(made).containsAnyOf("标题", "正文").doesNotContain("<#", "<mj-");
            assertThat(Dialect.check(made)).isEmpty();
        }
    }

    @Test
    void isTheWholeFolderAndNothingIsUnused() throws IOException {
        assertThat(files())
                .containsExactlyInAnyOrderElementsOf(Channels.ALL.stream()
                        .flatMap(channel -> ChannelLayout.of(channel).stream())
                        .map(ChannelLayout::file)
                        .toList());
    }

    @Test
    void hasTheSameWordsInEveryLanguage() {
        assertThat(layouts.wordsOf("zh").keySet())
                .isEqualTo(layouts.wordsOf("en").keySet());
        assertThat(layouts.wordsOf("zh-TW")).isEqualTo(layouts.wordsOf("zh"));
        assertThat(layouts.wordsOf("fr")).isEqualTo(layouts.wordsOf("en"));
        assertThat(List.of(
                        layouts.wordsOf("zh").get("optOut"),
                        layouts.wordsOf("en").get("optOut")))
                .allMatch(OptOutText::isIn);
    }
}
