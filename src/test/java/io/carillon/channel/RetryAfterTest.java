package io.carillon.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2027-09-13T02:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            7                             | PT7S
            ' 7 '                         | PT7S
            0                             | PT0S
            -3                            | PT0S
            99999999                      | PT24H
            Mon, 13 Sep 2027 02:00:30 GMT | PT30S
            Mon, 13 Sep 2027 01:00:00 GMT | PT0S""")
    void readsSecondsAndDates(String header, Duration wait) {
        assertThat(RetryAfter.read(header, NOW)).isEqualTo(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1.5", "9999999999999999999"})
    void readsNothingFromAnythingElse(String header) {
        assertThat(RetryAfter.read(header, NOW)).isNull();
    }

    @Test
    void readsNothingFromNoHeader() {
        assertThat(RetryAfter.read(null)).isNull();
    }
}
