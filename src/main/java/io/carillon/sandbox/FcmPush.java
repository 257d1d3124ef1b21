package io.carillon.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message as it came over FCM's HTTP v1, checked as FCM checks it: unknown fields, data that is not text, reserved keys,
 * a payload over 4,096 bytes.
 *
 * <p>Source: <a href="https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages">projects.messages</a>.
 */
record FcmPush(String token, JsonNode message) {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_:.-]{8,4096}");
    private static final Pattern RESERVED = Pattern.compile("from|message_type|google.*|gcm.*");
    private static final int MOST_PAYLOAD_BYTES = 4_096;
    private static final int MOST_COLLAPSE_BYTES = 64;
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "message",
            Set.of(
                    "name",
                    "data",
                    "notification",
                    "android",
                    "webpush",
                    "apns",
                    "fcm_options",
                    "token",
                    "topic",
                    "condition"),
            "message.notification",
            Set.of("title", "body", "image"),
            "message.android",
            Set.of(
                    "collapse_key",
                    "priority",
                    "ttl",
                    "restricted_package_name",
                    "data",
                    "notification",
                    "fcm_options",
                    "direct_boot_ok"),
            "message.apns",
            Set.of("headers", "payload", "fcm_options", "live_activity_token"));

    /** A push, or the error it is answered with. */
    record Reading(@Nullable FcmPush push, @Nullable FcmAnswer error) {
        static Reading no(FcmAnswer error) {
            return new Reading(null, error);
        }
    }

    static Reading read(@Nullable String body) {
        JsonNode json;
        try {
            json = AcceptedLog.JSON.readTree(body == null ? "" : body);
        } catch (JsonProcessingException malformed) {
            return Reading.no(FcmAnswer.wrong("", "Invalid JSON payload received."));
        }
        JsonNode message = json.path("message");
        if (!message.isObject()) {
            return Reading.no(FcmAnswer.wrong("message", "Message is missing."));
        }
        FcmAnswer wrong = unknownField(message);
        if (wrong == null) {
            wrong = wrongData(message.path("data"));
        }
        if (wrong == null) {
            wrong = wrongSize(message);
        }
        if (wrong != null) {
            return Reading.no(wrong);
        }
        String token = message.path("token").asText("");
        return TOKEN.matcher(token).matches()
                ? new Reading(new FcmPush(token, message), null)
                : Reading.no(FcmAnswer.of("INVALID_ARGUMENT"));
    }

    /** The sender's own key: what its app is given, else the tag. */
    String key() {
        String key = message.path("data").path("carillon_key").asText("");
        return key.isEmpty()
                ? message.path("android").path("notification").path("tag").asText("")
                : key;
    }

    /** What the app sends back, empty if it was given nothing. */
    String appToken() {
        return message.path("data").path("carillon_token").asText("");
    }

    /** What was sent, by field. */
    Map<String, String> content() {
        Map<String, String> content = new LinkedHashMap<>();
        message.path("notification")
                .properties()
                .forEach(field -> content.put(field.getKey(), field.getValue().asText()));
        message.path("data")
                .properties()
                .forEach(field ->
                        content.put("data." + field.getKey(), field.getValue().asText()));
        content.put(
                "tag", message.path("android").path("notification").path("tag").asText(""));
        return content;
    }

    private static @Nullable FcmAnswer unknownField(JsonNode message) {
        for (Map.Entry<String, Set<String>> known : FIELDS.entrySet()) {
            String place = known.getKey();
            JsonNode object = place.equals("message") ? message : message.path(place.substring("message.".length()));
            for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                if (!known.getValue().contains(name)) {
                    return FcmAnswer.wrong(
                            place,
                            "Invalid JSON payload received. Unknown name \"" + name + "\" at '" + place
                                    + "': Cannot find field.");
                }
            }
        }
        return null;
    }

    private static @Nullable FcmAnswer wrongData(JsonNode data) {
        for (Map.Entry<String, JsonNode> field : data.properties()) {
            if (!field.getValue().isTextual()) {
                return FcmAnswer.wrong(
                        "message.data[0].value", "Invalid value at 'message.data[0].value' (TYPE_STRING)");
            }
            if (RESERVED.matcher(field.getKey()).matches()) {
                return FcmAnswer.wrong("message.data", "Invalid data payload key: " + field.getKey());
            }
        }
        return null;
    }

    private static @Nullable FcmAnswer wrongSize(JsonNode message) {
        int bytes = message.path("data").toString().getBytes(StandardCharsets.UTF_8).length
                + message.path("notification").toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_PAYLOAD_BYTES) {
            return FcmAnswer.wrong("message", "Android message is too big");
        }
        String collapse =
                message.path("apns").path("headers").path("apns-collapse-id").asText("");
        return collapse.getBytes(StandardCharsets.UTF_8).length > MOST_COLLAPSE_BYTES
                ? FcmAnswer.wrong("message.apns.headers", "apns-collapse-id is longer than 64 bytes")
                : null;
    }
}
