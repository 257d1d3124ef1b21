package io.carillon.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts that try to become more than data, or more data than they are. */
class HostileSourceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: !!javax.script.ScriptEngineManager [ ] | not_yaml | 1",
                "a: !!binary aGVsbG8= | yaml_tag | 1",
                "? [a, b]\\n: 1 | yaml_key | 1",
                "a: 1\\nb: 2\\na: 3 | duplicate_key | 3",
                "a: [1, 2\\nb: 3 | not_yaml | 2",
                "a: 1\\n---\\nb: 2 | not_yaml | 2",
                "a: *nowhere | not_yaml | 1",
                "a: 1\\nb: \\u0000 | not_yaml | 2",
            })
    void yamlFaultsAreTold(String text, String code, Integer line) {
        assertThatThrownBy(() -> YamlSource.read(text.replace("\\n", "\n").replace("\\u0000", "\0"), 1000))
                .isInstanceOfSatisfying(SourceFault.class, fault -> {
                    assertThat(fault.code()).isEqualTo(code);
                    assertThat(fault.line()).isEqualTo(line);
                });
    }

    @Test
    void aliasesCannotMultiply() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 15; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        assertThatThrownBy(() -> YamlSource.read(bomb.toString(), 100_000)).isInstanceOf(SourceFault.class);
        // Few aliases, but each doubles what is below it.
        StringBuilder doubling = new StringBuilder("a0: &a0 [" + "x, ".repeat(9_000) + "x]\n");
        for (int i = 1; i < 7; i++) {
            doubling.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThatThrownBy(() -> YamlSource.read(doubling.toString(), 100_000))
                .isInstanceOfSatisfying(
                        SourceFault.class, fault -> assertThat(fault.code()).isEqualTo("source_too_large"));
    }

    @Test
    void nothingIsRecursiveTooDeepOrTooLong() {
        assertThatThrownBy(() -> YamlSource.read("a: &a [*a]", 1000)).isInstanceOf(SourceFault.class);
        assertThatThrownBy(() -> YamlSource.read("[".repeat(5000) + "]".repeat(5000), 100_000))
                .isInstanceOf(SourceFault.class);
        assertThatThrownBy(() -> YamlSource.read("a: " + "x".repeat(2000), 1000))
                .isInstanceOf(SourceFault.class);
        assertThatThrownBy(() -> JsonSource.read("[".repeat(5000) + "]".repeat(5000)))
                .isInstanceOf(SourceFault.class);
        assertThatThrownBy(() -> JsonSource.read("{\"a\": 1" + "0".repeat(500) + "}"))
                .isInstanceOf(SourceFault.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a': 1, 'a': 2} | duplicate_key | 1",
                "{'a': 1}\\n{'b': 2} | json_after_end | 2",
                "{'a': 1,\\n 'b' 2} | not_json | 2",
                "{'a': \\n | not_json | 2",
            })
    void jsonFaultsAreTold(String text, String code, Integer line) {
        assertThatThrownBy(() -> JsonSource.read(text.replace("\\n", "\n").replace('\'', '"')))
                .isInstanceOfSatisfying(SourceFault.class, fault -> {
                    assertThat(fault.code()).isEqualTo(code);
                    assertThat(fault.line()).isEqualTo(line);
                });
    }

    @Test
    void plainScalarsAreWhatTheyLookLike() throws SourceFault {
        var root = YamlSource.read(
                        "{on: yes, off: no, time: 20:30, id: 00123, big: 12345678901234567890, n: -5, d: 1.50, t: true, z: ~, q: \"5\", day: 2027-09-13}",
                        1000)
                .root();

        assertThat(root.get("on").textValue()).isEqualTo("yes");
        assertThat(root.get("off").textValue()).isEqualTo("no");
        assertThat(root.get("time").textValue()).isEqualTo("20:30");
        assertThat(root.get("id").textValue()).isEqualTo("00123");
        assertThat(root.get("big").textValue()).isEqualTo("12345678901234567890");
        assertThat(root.get("n").longValue()).isEqualTo(-5);
        assertThat(root.get("d").decimalValue()).isEqualByComparingTo("1.5");
        assertThat(root.get("t").booleanValue()).isTrue();
        assertThat(root.get("z").isNull()).isTrue();
        assertThat(root.get("q").textValue()).isEqualTo("5");
        assertThat(root.get("day").textValue()).isEqualTo("2027-09-13");
    }

    @Test
    void everyFaultHasASentenceInBothLanguages() {
        for (Locale language : new Locale[] {Locale.ENGLISH, Locale.CHINESE}) {
            var findings = new io.carillon.problem.FindingList(language);
            for (String code : new String[] {
                "source_empty",
                "source_too_large",
                "not_yaml",
                "not_json",
                "json_after_end",
                "yaml_tag",
                "yaml_key",
                "duplicate_key"
            }) {
                findings.error("/" + code, code, null, null, "x", "");
            }
            assertThat(findings.all())
                    .hasSize(8)
                    .allSatisfy(finding -> assertThat(finding.message()).doesNotContain("{"));
        }
    }
}
