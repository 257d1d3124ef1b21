package io.carillon.channel.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.carillon.channel.HttpAnswer;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import java.time.Duration;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What FCM's errors mean: the one table of its codes.
 *
 * <p>An error carries a status of Google's APIs and, where it is FCM's own, a detail with an {@code errorCode}; a
 * {@code BadRequest} detail names the fields. Sources:
 * <a href="https://firebase.google.com/docs/cloud-messaging/error-codes">error codes</a>,
 * <a href="https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode">ErrorCode</a>, and for the times to wait
 * <a href="https://firebase.google.com/docs/cloud-messaging/scale-fcm">scaling</a>.
 */
final class FcmErrors {
    private static final Logger LOG = Logger.getLogger(FcmErrors.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The quota is counted by the minute; without Retry-After the page asks for 60 s. */
    private static final Duration NEXT_MINUTE = Duration.ofSeconds(60);
    /** The page asks for at least 10 s before a push is tried again. */
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(10);

    private FcmErrors() {}

    /**
     * What an answer other than 200 means.
     *
     * @param body as it came; often JSON
     * @param retryAfter how long FCM asks us to wait, if it does
     */
    static SendResult result(int status, String body, @Nullable Duration retryAfter) {
        JsonNode error = error(body);
        String code = code(error);
        return switch (code) {
            case "UNREGISTERED" -> new SendResult.Refused(Reason.DEAD_TOKEN, code);
            case "INVALID_ARGUMENT" -> invalid(error, code);
            // The token belongs to another project. Should that be our mistake, it hits every token, and the share of
            // refusals stops the channel; so the address is not blamed.
            case "SENDER_ID_MISMATCH" -> new SendResult.Refused(Reason.POLICY_REFUSED, code);
            case "QUOTA_EXCEEDED", "RESOURCE_EXHAUSTED" -> throttled(code, retryAfter);
            // The server could not process it in time, and the page tells us to send the same again.
            case "UNAVAILABLE" ->
                new SendResult.NotSent(Reason.VENDOR_DOWN, code, Objects.requireNonNullElse(retryAfter, LEAST_PAUSE));
            case "INTERNAL", "UNSPECIFIED_ERROR", "DEADLINE_EXCEEDED", "UNKNOWN" ->
                new SendResult.Unknown(Reason.VENDOR_ERROR, code);
            case "THIRD_PARTY_AUTH_ERROR", "UNAUTHENTICATED", "PERMISSION_DENIED" ->
                new SendResult.Blocked(Reason.CREDENTIALS, code);
            // Without FCM's own code it is not the token but the project or the URL that is not there.
            case "NOT_FOUND", "FAILED_PRECONDITION" -> new SendResult.Blocked(Reason.ACCOUNT_SETTING, code);
            case "" ->
                HttpAnswer.withoutCode(status, "HTTP " + status, Objects.requireNonNullElse(retryAfter, NEXT_MINUTE));
            default -> unlisted(status, code, retryAfter);
        };
    }

    private static SendResult unlisted(int status, String code, @Nullable Duration retryAfter) {
        LOG.warnf("FCM answered with an unlisted code: %s (HTTP %d)", code, status);
        return HttpAnswer.withUnlistedCode(status, code, Objects.requireNonNullElse(retryAfter, NEXT_MINUTE));
    }

    private static SendResult throttled(String code, @Nullable Duration retryAfter) {
        return new SendResult.NotSent(Reason.THROTTLED, code, Objects.requireNonNullElse(retryAfter, NEXT_MINUTE));
    }

    /** Blames the token only where FCM says that it is the token; an unfit payload may be everybody's. */
    private static SendResult invalid(JsonNode error, String code) {
        boolean isToken = error.path("message").asText("").contains("registration token");
        for (JsonNode detail : error.path("details")) {
            for (JsonNode violation : detail.path("fieldViolations")) {
                isToken |= violation.path("field").asText("").equals("message.token");
            }
        }
        return isToken
                ? new SendResult.Refused(Reason.INVALID_ADDRESS, code)
                : new SendResult.Blocked(Reason.CONTENT, code, SendResult.Meant.US_OR_VALUES);
    }

    private static String code(JsonNode error) {
        for (JsonNode detail : error.path("details")) {
            String code = detail.path("errorCode").asText("");
            if (!code.isEmpty()) {
                return code;
            }
        }
        return error.path("status").asText("");
    }

    private static JsonNode error(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json.path("error");
        } catch (JsonProcessingException notGoogles) {
            // As from a proxy on the way.
            return MissingNode.getInstance();
        }
    }
}
