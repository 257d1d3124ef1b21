package io.carillon.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwilioErrorsTest {

    @ParameterizedTest
    @CsvSource({
        "401, Blocked, CREDENTIALS",
        "403, Blocked, CREDENTIALS",
        "404, Blocked, ACCOUNT_SETTING",
        "302, Blocked, ACCOUNT_SETTING",
        "408, Unknown, VENDOR_ERROR",
        "429, NotSent, THROTTLED",
        "500, Unknown, VENDOR_ERROR",
        "502, Unknown, VENDOR_ERROR",
        "407, Blocked, ACCOUNT_SETTING",
        "418, Blocked, ACCOUNT_SETTING"
    })
    void goesByTheStatusWhereThereIsNoCode(int status, String result, Reason reason) {
        SendResult found = TwilioErrors.result(new TwilioHttp.Answered(status, null, null));

        assertThat(found.getClass().getSimpleName()).isEqualTo(result);
        assertThat(found)
                .hasFieldOrPropertyWithValue("reason", reason)
                .hasFieldOrPropertyWithValue("vendorCode", "http-" + status);
    }

    @Test
    void believesTheCodeMoreThanTheStatus() {
        assertThat(TwilioErrors.result(new TwilioHttp.Answered(429, 63038, null)))
                .isEqualTo(new SendResult.Blocked(Reason.QUOTA, "63038"));
    }

    @Test
    void aBodyThatIsTooLongMayBeOnePersons() {
        assertThat(TwilioErrors.result(new TwilioHttp.Answered(400, 21617, null)))
                .isEqualTo(new SendResult.Blocked(Reason.CONTENT, "21617", SendResult.Meant.US_OR_VALUES));
        assertThat(TwilioErrors.result(new TwilioHttp.Answered(400, 21606, null)))
                .isEqualTo(new SendResult.Blocked(Reason.SENDER, "21606", SendResult.Meant.US));
    }

    @Test
    void everyReceiptReasonIsBadNews() {
        for (int code = 30_001; code < 30_043; code++) {
            assertThat(TwilioErrors.undelivered(Integer.toString(code)).rule()).isEqualTo(Reason.Rule.UNDELIVERED);
        }
    }
}
