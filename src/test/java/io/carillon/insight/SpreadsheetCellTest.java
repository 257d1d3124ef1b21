package io.carillon.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No program, whatever its separator, finds the beginning of a formula in a cell of ours. */
class SpreadsheetCellTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A1001 | A1001",
                "A-1 | A-1",
                "=1+1 | '=1+1",
                "+8613*** | '+8613***",
                "@SUM(A1) | '@SUM(A1)",
                "-2+3 | '-2+3",
                "＝1 | '＝1",
                "a;=1+1 | a;'=1+1",
                "a,=HYPERLINK(A1) | a,'=HYPERLINK(A1)",
                "` =1` | ` '=1`",
                "`a\"=1` | `a\"=1`",
                "`\"=1` | `\"'=1`",
            })
    void getsAnApostropheWhereAFormulaWouldBegin(String value, String expected) {
        assertThat(SpreadsheetCell.text(value)).isEqualTo(expected);
    }

    @Property(tries = 1000)
    void noPieceOfACellBeginsAFormula(@ForAll("values") String value) {
        String cell = SpreadsheetCell.text(value);

        for (String separator : List.of(",", ";", "\\|", "\t", "\n", "\r")) {
            for (String piece : cell.split(separator)) {
                assertThat(piece.replaceFirst("^[ \"]+", ""))
                        .doesNotStartWith("=")
                        .doesNotStartWith("+")
                        .doesNotStartWith("-")
                        .doesNotStartWith("@")
                        .doesNotStartWith("＝");
            }
        }
        assertThat(cell.replace("'", "")).isEqualTo(value.replace("'", ""));
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of(
                        "=", "+", "-", "@", "＝", ",", ";", "|", "\t", "\n", "\r", " ", "\"", "'", "a", "1", "SUM(A1)")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }
}
