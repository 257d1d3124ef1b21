package io.carillon.profile.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is broken as a whole leaves nothing behind but a sentence that says what to fix. */
class BrokenFileTest {
    private static final String GOOD = "external_id,name\nA1,a\nA2,b\n";
    private static final Importer IMPORTER = new Importer();

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(GOOD + "A3,\"open\nA4,c\n", "unclosed_quote", 4L),
                Arguments.of(GOOD + "A3,\"open\n" + "x,y\n".repeat(300_000), "unclosed_quote", 4L),
                Arguments.of(GOOD + "A3,\"" + "x".repeat(1_200_000) + "\"\nA4,c\n", "line_too_long", 4L),
                Arguments.of(GOOD + "A3,\"" + "x\"\"".repeat(500_000) + "\"", "line_too_long", 4L),
                Arguments.of(GOOD + "A3,\"open" + "\"\"\n".repeat(400_000) + "A4,\"c\"\n", "unclosed_quote", 4L),
                Arguments.of(GOOD + "A3,\"c\"d\nA4,e\n", "stray_quote", 4L),
                Arguments.of(GOOD + "A3,c\u0000d\n", "nul", 4L),
                Arguments.of(GOOD + "A3,\"x\n\ny\"\nA4," + "林".repeat(350_000) + "\n", "line_too_long", 7L),
                Arguments.of("external_id,name,姓名\nA1,a,b\n", "duplicate_header", 1L),
                Arguments.of("external_id,Remark,remark\nA1,a,b\n", "duplicate_header", 1L),
                Arguments.of("external_id,phone_2,手机号_2\nA1,,\n", "duplicate_header", 1L),
                Arguments.of("id,name\nA1,a\n", "missing_external_id_column", 1L),
                Arguments.of("external_id;name\nA1;a\n", "other_separator", 1L),
                Arguments.of("会员号\t姓名\nA1\ta\n", "other_separator", 1L),
                Arguments.of("external_id" + ",x".repeat(500) + "\n", "too_many_columns", 1L),
                Arguments.of("external_id" + ",x".repeat(17_000) + "\n", "too_many_cells", 1L),
                Arguments.of(GOOD + "A3" + ",".repeat(10_000) + "\n", "too_many_cells", 4L),
                Arguments.of(GOOD + "A3,\"" + ",".repeat(20_000) + "c\"d\"\n", "stray_quote", 4L),
                Arguments.of("\n\n", "empty", null));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void failsAsAWholeAndNamesTheLine(String csv, String code, Long line) {
        ImportView job = IMPORTER.take(csv);
        assertThat(job.state()).isEqualTo("failed");
        assertThat(job.error()).isNotNull().satisfies(error -> {
            assertThat(error.code()).isEqualTo(code);
            assertThat(error.line()).isEqualTo(line);
            assertThat(error.message()).isNotBlank().doesNotContain("{0}", "{1}", "null");
        });
        assertThat(IMPORTER.people.number("select count(*) from profile")).isZero();
    }

    /** A stray byte in line 4, in a file that is otherwise of one encoding or the other, or of both. */
    static Stream<Arguments> strays() {
        Charset gb = Charset.forName("GB18030");
        return Stream.of(
                Arguments.of("A1,a\n", "A3,c", StandardCharsets.UTF_8, "", "not_gb18030"),
                Arguments.of("A1,林中\r\n", "A3,夏", StandardCharsets.UTF_8, "", "not_gb18030"),
                Arguments.of("A1,林中\r", "A3,夏天", StandardCharsets.UTF_8, "utf-8", "not_utf8"),
                Arguments.of("A1,林\n", "A3,夏", gb, "", "not_gb18030"),
                Arguments.of("A1,林\n", "A3,夏", gb, "gb18030", "not_gb18030"),
                Arguments.of("A1," + "林".repeat(100_000) + "\n", "A3,夏", StandardCharsets.UTF_8, "", "not_gb18030"));
    }

    @ParameterizedTest
    @MethodSource("strays")
    void aByteOfNoEncodingIsToldWithItsOwnPlace(
            String row, String before, Charset charset, String encoding, String code) {
        String end = row.replaceAll("[^\r\n]", "");
        byte[] good = ("external_id,name" + end + row + row + before).getBytes(charset);
        byte[] rest = (end + row).getBytes(charset);
        byte[] csv = ByteBuffer.allocate(good.length + 1 + rest.length)
                .put(good)
                .put((byte) 0xff)
                .put(rest)
                .array();

        assertThat(IMPORTER.take(csv, encoding.isEmpty() ? Map.of() : Map.of("encoding", encoding))
                        .error())
                .isNotNull()
                .satisfies(error -> {
                    assertThat(error.code()).isEqualTo(code);
                    assertThat(error.line()).isEqualTo(4);
                    assertThat(error.message()).contains("byte " + (good.length + 1) + " ");
                });
    }

    @Test
    void aFileCutOffWithinACharacterIsToldByItsLastLine() {
        byte[] whole = (GOOD + "A3,夏").getBytes(StandardCharsets.UTF_8);

        assertThat(IMPORTER.take(Arrays.copyOf(whole, whole.length - 1), Map.of("encoding", "utf-8"))
                        .error())
                .isNotNull()
                .satisfies(error -> assertThat(error.line()).isEqualTo(4));
    }

    @Test
    void anEmptyBodyAndUtf16AreRefusedAtOnce() {
        assertThatThrownBy(() -> IMPORTER.receive(new byte[0], Map.of())).isInstanceOf(HttpProblem.class);
        assertThatThrownBy(() -> IMPORTER.receive("external_id".getBytes(StandardCharsets.UTF_16), Map.of()))
                .hasMessageContaining("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mapping={\"columns\":{\"a\":\"nobody\"}}",
                "mapping={\"colums\":{}}",
                "mapping=[1]",
                "mapping={",
                "mapping={\"tags\":\"x\"}",
                "mapping={\"consent\":5}",
                "region=Mars",
                "encoding=latin1",
                "separator=pipe",
                "zone=+08:00",
                "tags=a\tb",
                "regoin=CN",
                "consent.channels=fax",
                "consent.channels=sms",
                "consent.time=2999-01-01",
                "keepTestAccounts=maybe"
            })
    void refusesOptionsThatItDoesNotUnderstand(String option) {
        String[] parts = option.split("=", 2);
        assertThatThrownBy(() -> IMPORTER.receive(GOOD.getBytes(StandardCharsets.UTF_8), Map.of(parts[0], parts[1])))
                .isInstanceOfSatisfying(HttpProblem.class, problem -> {
                    assertThat(problem.getStatusCode()).isEqualTo(400);
                    assertThat(problem.getParameters()).containsKey("findings");
                });
    }
}
