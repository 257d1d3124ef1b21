package io.carillon.sandbox;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;

/**
 * One line of the file: an accepted message with its number (from 0) and time (ISO 8601). The content comes
 * last, so that counting reads only the head of a line.
 */
@JsonPropertyOrder({"n", "at", "vendor", "account", "vendorId", "key", "to", "content"})
record AcceptedLine(
        long n,
        String at,
        String vendor,
        String account,
        String vendorId,
        String key,
        String to,
        Map<String, String> content) {

    static AcceptedLine of(long n, String at, AcceptedMessage message) {
        return new AcceptedLine(
                n,
                at,
                message.vendor(),
                message.account(),
                message.vendorId(),
                message.key(),
                message.to(),
                message.content());
    }

    @JsonIgnore
    AcceptedMessage message() {
        return new AcceptedMessage(vendor, account, vendorId, key, to, content);
    }
}
