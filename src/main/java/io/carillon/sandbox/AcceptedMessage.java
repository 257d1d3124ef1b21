package io.carillon.sandbox;

import java.util.Map;

/**
 * A message a sandbox vendor took, as one JSON line of the append-only file.
 *
 * @param vendor such as {@code twilio}
 * @param account the vendor-side account, such as an account SID or SMTP user
 * @param vendorId the id given back, empty if none
 * @param key what the sender gave as its own key (OutId, Message-ID, callback path …), empty if none
 * @param to the address as it came over the wire
 * @param content what was sent, by field
 */
public record AcceptedMessage(
        String vendor, String account, String vendorId, String key, String to, Map<String, String> content) {}
