package io.carillon.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ResultTableTest {

    @Test
    void setsTheFiguresAsTheReadmeShowsThem() throws IOException {
        String expected;
        try (InputStream golden = resource("result-table.txt")) {
            expected = new String(golden.readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(String.join("\n", ResultTable.lines(CampaignResult.from(json()))) + "\n")
                .isEqualTo(expected);
    }

    @Test
    void countsASinglePersonAndASingleTimeAsOne() throws IOException {
        ObjectNode json = json();
        json.put("people", 1);
        json.withObject("/wentOn").put("total", 1);
        ((ObjectNode) json.withArray("/worthClosing").get(0)).put("people", 1);

        assertThat(String.join("\n", ResultTable.lines(CampaignResult.from(json))))
                .contains(" · 1 person\n")
                .contains("went on to the next channel 1 time:")
                .contains("worth closing first: 1 person with ")
                .doesNotContain(" 1 people")
                .doesNotContain(" 1 times");
    }

    @Test
    void marksASumThatIsOff() throws IOException {
        ObjectNode json = json();
        json.withObject("/sum").put("failed", 204);
        CampaignResult result = CampaignResult.from(json);

        assertThat(result.addsUp()).isFalse();
        assertThat(ResultTable.lines(result)).last().asString().endsWith("0 pending   ✘");
    }

    @Test
    void doesNotTrustASumThatTheAppItselfCallsOff() throws IOException {
        ObjectNode json = json();
        json.withObject("/sum").put("holds", false);

        assertThat(CampaignResult.from(json).addsUp()).isFalse();
    }

    @Test
    void marksASumOverOtherPeopleThanTheHeadLine() throws IOException {
        ObjectNode json = json();
        json.put("people", 6213);

        assertThat(CampaignResult.from(json).addsUp()).isFalse();
    }

    @Test
    void widensAColumnForLongFiguresAndNamesAForeignCurrency() throws IOException {
        ObjectNode json = json();
        ((ObjectNode) json.withArray("/channels").get(2))
                .put("tried", 12_345_678)
                .withArray("/costs")
                .removeAll()
                .addObject()
                .put("amount", 1234.5)
                .put("currency", "SGD");

        assertThat(ResultTable.lines(CampaignResult.from(json)))
                .contains(
                        "channel                tried  refused  accepted  undelivered  delivered  not confirmed  unknown  parts"
                                + "          cost",
                        "sms               12,345,678       22     1,045           37      1,008              0        0  1,112"
                                + "  SGD 1,234.50");
    }

    private static ObjectNode json() throws IOException {
        try (InputStream result = resource("result.json")) {
            return (ObjectNode) new ObjectMapper().readTree(result);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(ResultTableTest.class.getResourceAsStream(name), name);
    }
}
