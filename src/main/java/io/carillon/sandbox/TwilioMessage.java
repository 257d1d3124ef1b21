package io.carillon.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A message as Twilio's API shows it. */
final class TwilioMessage {
    private static final String VERSION = "2010-04-01";
    /** RFC 2822 with an offset; Twilio's SDK reads no other. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private TwilioMessage() {}

    /** As the create call answers it: accepted where a messaging service picks the sender, else queued. */
    static ObjectNode created(AcceptedMessage message) {
        boolean hasService = !message.content().getOrDefault("service", "").isEmpty();
        return shown(message, hasService ? "accepted" : "queued", null);
    }

    static ObjectNode shown(AcceptedMessage message, String status, @Nullable Integer errorCode) {
        String date = DATE.format(Instant.parse(message.content().getOrDefault("created", Instant.EPOCH.toString())));
        boolean isSent = !status.equals("queued") && !status.equals("accepted");
        String path = "/" + VERSION + "/Accounts/" + message.account() + "/Messages/" + message.vendorId();
        ObjectNode json = AcceptedLog.JSON.createObjectNode();
        json.put("account_sid", message.account());
        json.put("api_version", VERSION);
        json.put("body", message.content().get("body"));
        json.put("date_created", date);
        json.put("date_sent", isSent ? date : null);
        json.put("date_updated", date);
        json.put("direction", "outbound-api");
        json.put("error_code", errorCode);
        json.put("error_message", errorCode == null ? null : "Message was not delivered");
        json.put("from", orNull(message, "from"));
        json.put("messaging_service_sid", orNull(message, "service"));
        json.put("num_media", "0");
        json.put("num_segments", message.content().get("segments"));
        json.putNull("price");
        json.put("price_unit", "USD");
        json.put("sid", message.vendorId());
        json.put("status", status);
        json.putObject("subresource_uris").put("media", path + "/Media.json");
        json.put("to", message.to());
        json.put("uri", path + ".json");
        return json;
    }

    private static @Nullable String orNull(AcceptedMessage message, String field) {
        String value = message.content().getOrDefault(field, "");
        return value.isEmpty() ? null : value;
    }
}
