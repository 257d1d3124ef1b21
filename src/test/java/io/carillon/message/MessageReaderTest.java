package io.carillon.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.carillon.problem.Finding;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                              | /message                   | wrong_type",
                "{´title´: ´x´}                                  | /message/defaultLocale     | bad_locale",
                "{´defaultLocale´: ´zz zz´}                      | /message/defaultLocale     | bad_locale",
                "{´defaultLocale´: ´zh´, ´titel´: ´x´}           | /message/titel             | unknown_key",
                "{´defaultLocale´: ´zh´, ´a/b~c´: ´x´}           | /message/…           | unknown_key",
                "{´defaultLocale´: ´zh´, ´title´: true}          | /message/title             | wrong_type",
                "{´defaultLocale´: ´zh´, ´title´: [´x´]}         | /message/title             | wrong_type",
                "{´defaultLocale´: ´zh´, ´title´: ´ ´}           | /message/title             | empty",
                "{´defaultLocale´: ´zh´, ´title´: {}}            | /message/title             | bad_locale",
                "{´defaultLocale´: ´zh´, ´title´: {´?´: ´x´}}    | /message/title/…           | bad_locale",
                "{´defaultLocale´: ´zh´, ´title´: {´zh-CN´: ´x´, ´zh_CN´: ´y´}} | /message/title/zh_CN | bad_locale",
                "{´defaultLocale´: ´zh´, ´title´: {´zh´: null}}  | /message/title/zh          | wrong_type",
                "{´defaultLocale´: ´zh´, ´title´: ´a\\nb´}       | /message/title             | line_break",
                "{´defaultLocale´: ´zh´, ´title´: ´a\\rBcc: x´}  | /message/title             | line_break",
                "{´defaultLocale´: ´zh´, ´text´: ´a\\u0000b´}    | /message/text              | bad_character",
                "{´defaultLocale´: ´zh´, ´text´: ´a\\ud83d´}     | /message/text              | bad_character",
                "{´defaultLocale´: ´zh´, ´text´: ´a\\ue000b´}    | /message/text              | bad_character",
                "{´defaultLocale´: ´zh´, ´text´: ´${nmae}´}      | /message/text              | unknown_variable",
                "{´defaultLocale´: ´zh´, ´link´: ´javascript:alert(1)´} | /message/link       | bad_link",
                "{´defaultLocale´: ´zh´, ´link´: ´/moon´}        | /message/link              | bad_link",
                "{´defaultLocale´: ´zh´, ´link´: ´https:///x´}   | /message/link              | bad_link",
                "{´defaultLocale´: ´zh´, ´link´: ´https://a@b/´} | /message/link              | bad_link",
                "{´defaultLocale´: ´zh´, ´link´: ´https://a b/´} | /message/link              | bad_link",
                "{´defaultLocale´: ´zh´, ´link´: ´https://x.example/${name}´} | /message/link | bad_link",
                "{´defaultLocale´: ´zh´, ´link´: ´https://${city}.example/?x´} | /message/link | bad_link",
                "{´defaultLocale´: ´zh´, ´link´: ´https://x.example/?u=${link}´} | /message/link | bad_link",
                "{´defaultLocale´: ´zh´, ´link´: ´https://x.example/?<#if city??>a</#if>´} | /message/link | bad_link",
                "{´defaultLocale´: ´zh´, ´overrides´: []}        | /message/overrides         | wrong_type",
                "{´defaultLocale´: ´zh´, ´overrides´: {´wechat´: {}}} | /message/overrides/wechat | unknown_key",
                "{´defaultLocale´: ´zh´, ´overrides´: {´sms´: ´x´}}   | /message/overrides/sms | wrong_type",
                "{´defaultLocale´: ´zh´, ´overrides´: {´sms´: {´title´: ´x´}}} | /message/overrides/sms/title | unknown_key",
                "{´defaultLocale´: ´zh´, ´overrides´: {´email´: {´bindings´: {}}}} | /message/overrides/email/bindings"
                        + " | unknown_key",
                "{´defaultLocale´: ´zh´, ´overrides´: {´email´: {´subject´: ´a\\r\\nBcc: x´}}} |"
                        + " /message/overrides/email/subject | line_break",
                "{´defaultLocale´: ´zh´, ´overrides´: {´email´: {´html´: ´<script>x</script>´}}} |"
                        + " /message/overrides/email/html | unsafe_html",
                "{´defaultLocale´: ´zh´, ´overrides´: {´sms´: {´bindings´: {´a b´: {}}}}} |"
                        + " /message/overrides/sms/bindings/a b | bad_name",
                "{´defaultLocale´: ´zh´, ´overrides´: {´sms´: {´bindings´: {´a´: {}}}}} |"
                        + " /message/overrides/sms/bindings/a/template | missing",
                "{´defaultLocale´: ´zh´, ´overrides´: {´sms´: {´bindings´: {´a´: {´template´: ´T´, ´signature´: ´【x】´}}}}} |"
                        + " /message/overrides/sms/bindings/a/signature | bad_value",
                "{´defaultLocale´: ´zh´, ´overrides´: {´sms´: {´bindings´: {´a´: {´template´: ´T´, ´params´: {´x´: ´${7*7}´}}}}}} |"
                        + " /message/overrides/sms/bindings/a/params/x | not_in_dialect",
                "{´defaultLocale´: ´zh´, ´overrides´: {´wechat.subscribe´: {´bindings´: {´a´: {´template´: ´T´}}}}} |"
                        + " /message/overrides/wechat.subscribe/bindings/a/data | missing",
                "{´defaultLocale´: ´zh´, ´overrides´: {´wechat.subscribe´: {´bindings´: {´a´: {´template´: ´T´,"
                        + " ´data´: {´first´: ´x´}}}}}} | /message/overrides/wechat.subscribe/bindings/a/data/first | bad_name",
                "{´defaultLocale´: ´zh´, ´overrides´: {´wechat.subscribe´: {´bindings´: {´a´: {´template´: ´T´,"
                        + " ´data´: {´phrase1´: ´too long´}}}}}} |"
                        + " /message/overrides/wechat.subscribe/bindings/a/data/phrase1 | does_not_fit",
                "{´defaultLocale´: ´zh´, ´overrides´: {´wechat.subscribe´: {´bindings´: {´a´: {´template´: ´T´,"
                        + " ´data´: {´thing1´: ´x´}, ´page´: ´javascript:x´}}}}} |"
                        + " /message/overrides/wechat.subscribe/bindings/a/page | bad_link"
            })
    void namesThePlaceOfEachMistake(String json, String place, String code) {
        ReadMessage read = Samples.read(json.replace('´', '"'));

        assertThat(read.isRead()).isFalse();
        assertThat(read.findings())
                .extracting(Finding::place, Finding::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(place, code));
        assertThat(read.findings().get(0).message()).isNotBlank().doesNotContain("{0}", "{1}");
    }

    @Test
    void boundsEveryText() {
        for (String field : Set.of("title", "text", "link", "picture")) {
            String json = "{\"defaultLocale\": \"zh\", \"%s\": \"%s\"}".formatted(field, "x".repeat(20_000));
            assertThat(Samples.read(json).findings()).extracting(Finding::code).containsExactly("too_long");
        }
    }

    @Test
    void tellsAllMistakesAtOnceAndWhereInTheTextTheyAre() {
        ReadMessage read = Samples.read("""
                {"defaultLocale": "zh", "title": "${nmae}", "text": {"zh": "a\\nb ${name?eval}", "en": "<#include 'x'>"}}
                """);

        assertThat(read.findings())
                .extracting(Finding::place)
                .containsExactlyInAnyOrder("/message/title", "/message/text/zh", "/message/text/en");
        assertThat(read.findings())
                .filteredOn(finding -> finding.place().endsWith("zh"))
                .first()
                .satisfies(finding -> {
                    assertThat(finding.message()).startsWith("Line 2, column 3 of the text: '?eval'");
                    assertThat(finding.found()).isEqualTo("${name?eval}");
                    assertThat(finding.expected()).contains("?trim");
                });
    }

    @Test
    void tellsSomethingElseAltogetherOnlySoMuch() {
        StringBuilder json = new StringBuilder("{\"defaultLocale\": \"zh\"");
        for (int i = 0; i < 1_000; i++) {
            json.append(", \"").append("k".repeat(500)).append(i).append("\": 1");
        }

        assertThat(Samples.read(json.append('}').toString()).findings())
                .hasSize(100)
                .allSatisfy(finding -> assertThat(finding.place() + finding.message() + finding.found())
                        .hasSizeLessThan(500));
    }

    @Test
    void guessesWhatWasMeant() {
        assertThat(Samples.read("{\"defaultLocale\": \"zh\", \"titel\": \"x\"}")
                        .findings()
                        .get(0)
                        .message())
                .contains("did you mean 'title'?");
    }

    @Test
    void speaksTheLanguageAskedFor() throws JsonProcessingException {
        String chinese = new MessageReader()
                .read(
                        Samples.JSON.readTree("{\"defaultLocale\": \"zh\", \"text\": \"\\n${nmae}好\"}"),
                        "",
                        Locale.CHINESE)
                .findings()
                .get(0)
                .message();

        assertThat(chinese).isEqualTo("正文第 1 行第 1 列：没有变量 'nmae'，是否想写 'name'？自定义的值写作 traits.nmae");
    }

    @Test
    void hasEverySentenceInBothLanguages() throws java.io.IOException {
        Properties english = load("/message-texts.properties");
        Properties chinese = load("/message-texts_zh.properties");
        Set<String> sentences = new java.util.TreeSet<>(english.stringPropertyNames());
        // What is expected may be a piece of code, which is the same in every language.
        sentences.removeIf(key -> key.endsWith(".expected"));

        assertThat(chinese.stringPropertyNames()).containsAll(sentences);
        assertThat(english.stringPropertyNames()).containsAll(chinese.stringPropertyNames());
        assertThat(chinese.values())
                .allSatisfy(text -> assertThat(text.toString()).containsPattern("[\\p{IsHan}]|≥|\\$"));
    }

    private static Properties load(String file) throws java.io.IOException {
        Properties properties = new Properties();
        try (java.io.InputStream in = MessageReaderTest.class.getResourceAsStream(file)) {
            properties.load(new java.io.InputStreamReader(in, java.nio.charset.StandardCharsets.UTF_8));
        }
        return properties;
    }

    @Test
    void takesNumbersAndWindowsLineEnds() {
        MessageContent content =
                Samples.content("{\"defaultLocale\": \"zh_CN\", \"title\": 618, \"text\": \" a\\r\\nb \"}");

        assertThat(content.defaultLocale()).isEqualTo("zh-CN");
        assertThat(content.field("title")).contains(LocalText.everywhere("618"));
        assertThat(content.field("text")).contains(LocalText.everywhere("a\nb"));
    }
}
