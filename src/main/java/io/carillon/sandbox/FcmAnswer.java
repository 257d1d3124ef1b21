package io.carillon.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An error as FCM words it: a status of Google's APIs, and in the details FCM's own code or the field that is wrong.
 *
 * @param errorCode FCM's own code, empty if it has none
 * @param field the field that is wrong, empty if none
 */
record FcmAnswer(int http, String status, String message, String errorCode, String field) {

    /** An error of FCM's own list. */
    static FcmAnswer of(String errorCode) {
        return switch (errorCode) {
            case "UNREGISTERED" -> own(404, "NOT_FOUND", "Requested entity was not found.", errorCode);
            case "SENDER_ID_MISMATCH" -> own(403, "PERMISSION_DENIED", "SenderId mismatch", errorCode);
            case "QUOTA_EXCEEDED" -> own(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric", errorCode);
            case "UNAVAILABLE" -> own(503, "UNAVAILABLE", "The service is currently unavailable.", errorCode);
            case "INTERNAL" -> own(500, "INTERNAL", "Internal error encountered.", errorCode);
            case "THIRD_PARTY_AUTH_ERROR" ->
                own(401, "UNAUTHENTICATED", "Auth error from APNS or Web Push Service", errorCode);
            case "INVALID_ARGUMENT" ->
                own(400, errorCode, "The registration token is not a valid FCM registration token", errorCode);
            case "PERMISSION_DENIED" -> own(403, errorCode, "Permission denied on resource project", "");
            case "UNAUTHENTICATED" -> own(401, errorCode, "Request had invalid authentication credentials.", "");
            default -> own(400, errorCode, "The sandbox answers " + errorCode, errorCode);
        };
    }

    /** A field of the request that is wrong. */
    static FcmAnswer wrong(String field, String description) {
        return new FcmAnswer(400, "INVALID_ARGUMENT", description, "", field);
    }

    private static FcmAnswer own(int http, String status, String message, String errorCode) {
        return new FcmAnswer(http, status, message, errorCode, "");
    }

    void send(RoutingContext context) {
        List<Map<String, Object>> details = new ArrayList<>();
        if (!errorCode.isEmpty()) {
            details.add(Map.of("@type", "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode", errorCode));
        }
        if (!field.isEmpty()) {
            details.add(Map.of(
                    "@type",
                    "type.googleapis.com/google.rpc.BadRequest",
                    "fieldViolations",
                    List.of(Map.of("field", field, "description", message))));
        }
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", http);
        error.put("message", message);
        error.put("status", status);
        error.put("details", details);
        json(context, http, Map.of("error", error));
    }

    static void json(RoutingContext context, int status, Map<String, ?> body) {
        try {
            context.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json; charset=UTF-8")
                    .end(AcceptedLog.JSON.writeValueAsString(body));
        } catch (JsonProcessingException impossible) {
            context.fail(impossible);
        }
    }
}
