package io.carillon.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpAnswerTest {
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
    void withoutACodeItIsNeverAboutThePerson(int status, String result, Reason reason) {
        SendResult.Failed failed = HttpAnswer.withoutCode(status, "HTTP " + status, PAUSE);

        assertThat(failed.getClass().getSimpleName()).isEqualTo(result);
        assertThat(failed.reason()).isEqualTo(reason);
        assertThat(failed.vendorCode()).isEqualTo("HTTP " + status);
    }

    @Test
    void waitsAsLongAsItIsAsked() {
        assertThat(HttpAnswer.withoutCode(429, "", PAUSE))
                .isEqualTo(new SendResult.NotSent(Reason.THROTTLED, "", PAUSE));
    }

    @ParameterizedTest
    @CsvSource({
        "302, Blocked, ACCOUNT_SETTING",
        "400, Refused, UNLISTED",
        "401, Blocked, CREDENTIALS",
        "404, Blocked, ACCOUNT_SETTING",
        "408, Unknown, VENDOR_ERROR",
        "422, Refused, UNLISTED",
        "429, NotSent, THROTTLED",
        "500, Unknown, VENDOR_ERROR"
    })
    void aCodeThatNobodyKnowsIsANoToTheMessageUnlessTheStatusSaysMore(int status, String result, Reason reason) {
        SendResult.Failed failed = HttpAnswer.withUnlistedCode(status, "12345", PAUSE);

        assertThat(failed.getClass().getSimpleName()).isEqualTo(result);
        assertThat(failed.reason()).isEqualTo(reason);
        assertThat(failed.vendorCode()).isEqualTo("12345");
    }
}
