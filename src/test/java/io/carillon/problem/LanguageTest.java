package io.carillon.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "zh-CN,zh;q=0.9,en;q=0.8|zh",
                "en-GB,zh;q=0.5|en",
                "fr,zh;q=0.3|zh",
                "fr|en",
                "zh;q=0|en",
                "*|en",
                "none|en",
                ";;;|en",
            })
    void speaksTheBestLanguageAskedFor(String header, String language) {
        assertThat(Language.of(header).getLanguage()).isEqualTo(language);
    }

    @Test
    void everySentenceIsThereInBothLanguagesAndCanBeFilledIn() throws IOException {
        Properties english = read("problems.properties");
        Properties chinese = read("problems_zh.properties");
        assertThat(chinese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            int values = new MessageFormat(english.getProperty(key)).getFormatsByArgumentIndex().length;
            assertThat(new MessageFormat(chinese.getProperty(key)).getFormatsByArgumentIndex())
                    .as(key)
                    .hasSize(values);
            assertThat(Texts.text(Locale.CHINESE, key, "a", "b", "c", "d")).doesNotContain("{");
            assertThat(Texts.text(Locale.ENGLISH, key, "a", "b", "c", "d")).doesNotContain("{");
        }
    }

    private static Properties read(String name) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = LanguageTest.class.getResourceAsStream("/" + name)) {
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return properties;
    }
}
