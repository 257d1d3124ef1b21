package io.carillon.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;

/** The errors that the Twilio sandbox answers by itself, with Twilio's codes and statuses. */
enum TwilioError {
    AUTHENTICATE(20003, 401, "Authenticate"),
    NOT_FOUND(20404, 404, "The requested resource %s was not found"),
    TOO_MANY_REQUESTS(20429, 429, "Too Many Requests"),
    INTERNAL(20500, 500, "Internal Server Error"),
    UNAVAILABLE(20503, 503, "Service unavailable"),
    INVALID_TO(21211, 400, "Invalid 'To' Phone Number: %s"),
    INVALID_FROM(21212, 400, "Invalid 'From' Number: %s"),
    TO_IS_SHORT_CODE(21265, 400, "'To' number cannot be a Short Code: %s"),
    REGION(21408, 400, "Permission to send to the region of %s is not enabled"),
    BODY_REQUIRED(21602, 400, "Message body is required%s"),
    FROM_REQUIRED(21603, 400, "A 'From' phone number is required%s"),
    TO_REQUIRED(21604, 400, "A 'To' phone number is required%s"),
    FROM_NOT_OURS(21606, 400, "The 'From' phone number %s is not a message-capable number of this account"),
    INVALID_CALLBACK(21609, 400, "The 'StatusCallback' URL %s is not a valid URL"),
    OPTED_OUT(21610, 400, "Attempt to send to unsubscribed recipient %s"),
    NOT_MOBILE(21614, 400, "'To' number %s is not a valid mobile number"),
    BODY_TOO_LONG(21617, 400, "The message body exceeds the limit of 1600 characters%s");

    private final int code;
    private final int status;
    private final String message;

    TwilioError(int code, int status, String message) {
        this.code = code;
        this.status = status;
        this.message = message;
    }

    int code() {
        return code;
    }

    void answer(RoutingContext context, String about) {
        answer(context, code, status, message.replace("%s", about));
    }

    /** Answers the code a fault asks for, or the usual one. */
    static void answer(RoutingContext context, String code, TwilioError usual, String about) {
        if (code.isEmpty()) {
            usual.answer(context, about);
            return;
        }
        int number = number(code);
        for (TwilioError error : values()) {
            if (error.code == number) {
                error.answer(context, about);
                return;
            }
        }
        answer(context, number, usual.status, "Fault " + code);
    }

    private static int number(String code) {
        try {
            return Integer.parseInt(code);
        } catch (NumberFormatException notTwilios) {
            return 0;
        }
    }

    private static void answer(RoutingContext context, int code, int status, String message) {
        ObjectNode body = AcceptedLog.JSON.createObjectNode();
        body.put("code", code);
        body.put("message", message);
        body.put("more_info", "https://www.twilio.com/docs/errors/" + code);
        body.put("status", status);
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.toString());
    }
}
