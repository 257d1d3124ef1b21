package io.carillon.channel.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.channel.AttemptKey;
import io.carillon.channel.Content;
import io.carillon.channel.Outbound;

/**
 * A push as FCM takes it. Tag and collapse ids name the delivery, so that a second push of the same delivery takes the place
 * of the first on the device. The app finds in the data {@code carillon_token} (to send back to
 * {@code /hooks/app/{account}}), {@code carillon_key} (our key of the attempt) and {@code link} (what a tap opens).
 *
 * <p>Source: <a href="https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages">projects.messages</a>.
 */
final class FcmMessage {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FcmMessage() {}

    /**
     * The body of a call.
     *
     * @throws IllegalArgumentException when it is not a push
     */
    static byte[] of(Outbound outbound) {
        if (!(outbound.content() instanceof Content.Push push)) {
            throw new IllegalArgumentException("FCM sends pushes only; " + outbound + " is none");
        }
        String delivery = delivery(outbound.key());
        ObjectNode body = JSON.createObjectNode();
        ObjectNode message = body.putObject("message").put("token", outbound.address());
        ObjectNode notification = message.putObject("notification");
        notification.put("title", push.title()).put("body", push.body());
        ObjectNode data = message.putObject("data");
        data.put("carillon_token", push.token())
                .put("carillon_key", outbound.key().toString());
        if (push.picture() != null) {
            notification.put("image", push.picture());
        }
        if (push.link() != null) {
            data.put("link", push.link());
        }
        ObjectNode android = message.putObject("android");
        android.put("priority", "HIGH").put("collapse_key", delivery);
        android.putObject("notification").put("tag", delivery);
        message.putObject("apns").putObject("headers").put("apns-collapse-id", delivery);
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("A push cannot be written as JSON", impossible);
        }
    }

    /** At most 31 characters; apns-collapse-id allows 64 bytes. */
    private static String delivery(AttemptKey key) {
        return key.run() + "-" + key.delivery();
    }
}
