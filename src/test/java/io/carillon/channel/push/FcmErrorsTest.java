package io.carillon.channel.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FcmErrorsTest {

    private static String error(String status, String message, String details) {
        return "{\"error\":{\"code\":0,\"message\":\"%s\",\"status\":\"%s\",\"details\":[%s]}}"
                .formatted(message, status, details);
    }

    private static String own(String code) {
        return "{\"@type\":\"type.googleapis.com/google.firebase.fcm.v1.FcmError\",\"errorCode\":\"" + code + "\"}";
    }

    private static String field(String field) {
        return "{\"@type\":\"type.googleapis.com/google.rpc.BadRequest\",\"fieldViolations\":[{\"field\":\"" + field
                + "\",\"description\":\"Invalid\"}]}";
    }

    @Test
    void takesFcmsOwnCodeBeforeTheStatus() {
        String body = error("NOT_FOUND", "Requested entity was not found.", own("UNREGISTERED"));

        assertThat(FcmErrors.result(404, body, null))
                .isEqualTo(new SendResult.Refused(Reason.DEAD_TOKEN, "UNREGISTERED"));
    }

    @Test
    void stopsWhenItIsTheProjectThatIsNotFound() {
        assertThat(FcmErrors.result(404, error("NOT_FOUND", "Requested entity was not found.", ""), null))
                .isEqualTo(new SendResult.Blocked(Reason.ACCOUNT_SETTING, "NOT_FOUND"));
    }

    @Test
    void blamesTheTokenWhereTheTokenIsMeant() {
        String message = "The registration token is not a valid FCM registration token";

        assertThat(FcmErrors.result(400, error("INVALID_ARGUMENT", message, own("INVALID_ARGUMENT")), null))
                .isEqualTo(new SendResult.Refused(Reason.INVALID_ADDRESS, "INVALID_ARGUMENT"));
        assertThat(FcmErrors.result(400, error("INVALID_ARGUMENT", "Invalid", field("message.token")), null))
                .isEqualTo(new SendResult.Refused(Reason.INVALID_ADDRESS, "INVALID_ARGUMENT"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"message.data[0].value", "message.notification.image", "message"})
    void blamesThePayloadWhereAFieldOfItIsMeant(String field) {
        assertThat(FcmErrors.result(400, error("INVALID_ARGUMENT", "Invalid value", field(field)), null))
                .isEqualTo(new SendResult.Blocked(Reason.CONTENT, "INVALID_ARGUMENT", SendResult.Meant.US_OR_VALUES));
    }

    @Test
    void waitsForTheNextMinuteUnlessToldOtherwise() {
        String body = error("RESOURCE_EXHAUSTED", "Quota exceeded", own("QUOTA_EXCEEDED"));

        assertThat(FcmErrors.result(429, body, null))
                .isEqualTo(new SendResult.NotSent(Reason.THROTTLED, "QUOTA_EXCEEDED", Duration.ofSeconds(60)));
        assertThat(FcmErrors.result(429, body, Duration.ofSeconds(3)))
                .isEqualTo(new SendResult.NotSent(Reason.THROTTLED, "QUOTA_EXCEEDED", Duration.ofSeconds(3)));
    }

    @ParameterizedTest
    @CsvSource({
        "401, Blocked, CREDENTIALS",
        "403, Blocked, CREDENTIALS",
        "404, Blocked, ACCOUNT_SETTING",
        "429, NotSent, THROTTLED",
        "502, Unknown, VENDOR_ERROR",
        "418, Blocked, ACCOUNT_SETTING",
        "302, Blocked, ACCOUNT_SETTING",
        "407, Blocked, ACCOUNT_SETTING",
        "408, Unknown, VENDOR_ERROR",
        "200, Unknown, VENDOR_ERROR",
        "204, Unknown, VENDOR_ERROR"
    })
    void goesByTheStatusWhereAnAnswerIsNotGoogles(int status, String result, Reason reason) {
        for (String body : new String[] {"", "<html>Bad Gateway</html>", "[]", "{\"error\":7}", "null"}) {
            SendResult given = FcmErrors.result(status, body, null);
            assertThat(given.getClass().getSimpleName()).isEqualTo(result);
            assertThat(given.toString()).contains("reason=" + reason, "HTTP " + status);
        }
    }
}
