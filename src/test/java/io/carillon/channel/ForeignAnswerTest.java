package io.carillon.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignAnswerTest {
    private static final Duration PAUSE = Duration.ofSeconds(7);

    @ParameterizedTest
    @CsvSource({
        "200, Unknown, VENDOR_ERROR",
        "204, Unknown, VENDOR_ERROR",
        "301, Blocked, ACCOUNT_SETTING",
        "302, Blocked, ACCOUNT_SETTING",
        "400, Blocked, ACCOUNT_SETTING",
        "401, Blocked, CREDENTIALS",
        "403, Blocked, CREDENTIALS",
        "404, Blocked, ACCOUNT_SETTING",
        "407, Blocked, ACCOUNT_SETTING",
        "408, Unknown, VENDOR_ERROR",
        "413, Blocked, ACCOUNT_SETTING",
        "429, NotSent, THROTTLED",
        "500, Unknown, VENDOR_ERROR",
        "503, Unknown, VENDOR_ERROR",
        "599, Unknown, VENDOR_ERROR"
    })
    void isNeverAboutThePerson(int status, String result, Reason reason) {
        SendResult.Failed failed = ForeignAnswer.of(status, "HTTP " + status, PAUSE);

        assertThat(failed.getClass().getSimpleName()).isEqualTo(result);
        assertThat(failed.reason()).isEqualTo(reason);
        assertThat(failed.vendorCode()).isEqualTo("HTTP " + status);
    }

    @Test
    void waitsAsLongAsItIsAsked() {
        assertThat(ForeignAnswer.of(429, "", PAUSE)).isEqualTo(new SendResult.NotSent(Reason.THROTTLED, "", PAUSE));
    }
}
