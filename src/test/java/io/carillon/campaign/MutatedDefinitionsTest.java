package io.carillon.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.campaign.DefinitionReader.Read;
import io.carillon.campaign.DefinitionReader.Syntax;
import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import io.carillon.problem.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A shipped definition with a few places changed is understood, or every finding says in which line what is wrong. */
class MutatedDefinitionsTest {
    private static final Sql SQL = TestDatabase.freshSql();
    private static final List<String> YAML =
            List.of(Definitions.GOOD, shipped("demo-campaign.yaml"), shipped("mid-autumn-campaign.yaml"));

    /** Said of the whole text, which has no line. */
    private static final Set<String> OF_THE_WHOLE = Set.of("source_empty", "source_too_large");

    private static final List<String> PIECES = List.of(
            "\n",
            " ",
            "  ",
            "\t",
            ":",
            ": ",
            "-",
            "- ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "#",
            "&a ",
            "*a",
            "!!str ",
            "!x ",
            "|",
            ">",
            "'",
            "\"",
            "? ",
            "---\n",
            "<<: *a",
            "null",
            "~",
            "yes",
            "0x10",
            "1e9",
            "9999999999999999999",
            "2h",
            "-1d",
            "1000d",
            "25:61",
            "next",
            "repeat",
            "sms",
            "push",
            "fax",
            "\0",
            "\ufeff",
            "\u2028",
            "\ud83d",
            "😀",
            "\u0085",
            "kind: campaign\n",
            "${x}",
            "segment",
            "on: {}");

    @Property(tries = 600)
    void areUnderstoodOrToldByLine(@ForAll("yaml") String text) {
        Read read = Definitions.reader(SQL).read(text, Syntax.YAML, Locale.ENGLISH);

        int lines = (int) text.chars().filter(c -> c == '\n').count() + 1;
        check(read);
        assertThat(read.findings()).allSatisfy(finding -> {
            if (finding.line() != null) {
                assertThat(finding.line()).isBetween(1, lines + 1);
            }
        });
        if (read.definition().isEmpty()
                && read.findings().stream().noneMatch(finding -> OF_THE_WHOLE.contains(finding.code()))) {
            assertThat(read.findings())
                    .as(text)
                    .anySatisfy(finding -> assertThat(finding.line()).isNotNull());
        }
    }

    @Property(tries = 300)
    void ofJsonTheSame(@ForAll("json") String text) {
        check(Definitions.reader(SQL).read(text, Syntax.JSON, Locale.CHINESE));
    }

    private static void check(Read read) {
        assertThat(read.tree().isPresent()).isEqualTo(read.definition().isPresent());
        if (read.definition().isEmpty()) {
            assertThat(read.findings())
                    .anySatisfy(finding -> assertThat(finding.severity()).isEqualTo(Finding.Severity.error));
        }
        assertThat(read.findings())
                .allSatisfy(
                        finding -> assertThat(finding.message()).isNotBlank().doesNotContain("{0}", "{1}"));
    }

    @Provide
    Arbitrary<String> yaml() {
        return Arbitraries.of(YAML).flatMap(text -> Arbitraries.randomValue(random -> mutated(text, random)));
    }

    @Provide
    Arbitrary<String> json() {
        return Arbitraries.randomValue(random -> mutated(CampaignExamples.JSON, random));
    }

    private static String mutated(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(changed.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> changed.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 1 -> changed.delete(at, Math.min(changed.length(), at + 1 + random.nextInt(12)));
                case 2 -> changed.insert(at, text, 0, random.nextInt(text.length()));
                default -> changed.setLength(Math.max(1, at));
            }
        }
        return changed.toString();
    }

    private static String shipped(String name) {
        try {
            return Files.readString(Path.of("workflows", name));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
