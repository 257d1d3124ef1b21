package io.carillon.sandbox;

import io.vertx.core.MultiMap;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The form of a create call. Fields that are not there are empty.
 *
 * @param callback where status callbacks go
 */
record TwilioRequest(String to, String from, String service, String body, String callback) {
    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{6,14}");
    private static final Pattern SHORT_CODE = Pattern.compile("\\+?\\d{3,6}");
    private static final Pattern SENDER = Pattern.compile("\\+?\\d{3,15}|(?=.*[A-Za-z])[A-Za-z0-9 +\\-_&]{1,11}");
    private static final int LONGEST_BODY = 1_600;

    static TwilioRequest of(MultiMap form) {
        return new TwilioRequest(
                field(form, "To"),
                field(form, "From"),
                field(form, "MessagingServiceSid"),
                field(form, "Body"),
                field(form, "StatusCallback"));
    }

    private static String field(MultiMap form, String name) {
        String value = form.get(name);
        return value == null ? "" : value.strip();
    }

    /** What is wrong with it, in the order in which Twilio looks; null when it is in order. */
    @Nullable
    TwilioError error(String ourNumber) {
        if (to.isEmpty()) {
            return TwilioError.TO_REQUIRED;
        }
        if (SHORT_CODE.matcher(to).matches()) {
            return TwilioError.TO_IS_SHORT_CODE;
        }
        if (!E164.matcher(to).matches()) {
            return TwilioError.INVALID_TO;
        }
        if (from.isEmpty() && service.isEmpty()) {
            return TwilioError.FROM_REQUIRED;
        }
        if (!from.isEmpty() && !SENDER.matcher(from).matches()) {
            return TwilioError.INVALID_FROM;
        }
        if (!from.isEmpty() && !ourNumber.isEmpty() && !from.equals(ourNumber)) {
            return TwilioError.FROM_NOT_OURS;
        }
        return bodyError();
    }

    private @Nullable TwilioError bodyError() {
        if (body.isEmpty()) {
            return TwilioError.BODY_REQUIRED;
        }
        if (body.codePointCount(0, body.length()) > LONGEST_BODY) {
            return TwilioError.BODY_TOO_LONG;
        }
        return callback.isEmpty() || isUrl(callback) ? null : TwilioError.INVALID_CALLBACK;
    }

    private static boolean isUrl(String text) {
        try {
            URI url = URI.create(text);
            return url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
        } catch (IllegalArgumentException notAUrl) {
            return false;
        }
    }

    /** What an error message is about. */
    String culprit(TwilioError error) {
        return switch (error) {
            case INVALID_FROM, FROM_NOT_OURS -> from;
            case INVALID_CALLBACK -> callback;
            case TO_REQUIRED, FROM_REQUIRED, BODY_REQUIRED, BODY_TOO_LONG -> "";
            default -> to;
        };
    }

    /** The sender's own key: the last step of its callback's path. */
    String key() {
        if (callback.isEmpty()) {
            return "";
        }
        String path = URI.create(callback).getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
