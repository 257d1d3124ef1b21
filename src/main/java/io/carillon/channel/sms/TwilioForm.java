package io.carillon.channel.sms;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@code application/x-www-form-urlencoded}, as Twilio posts it: each name once. */
final class TwilioForm {
    /** Twilio sends about 20. */
    private static final int MOST_FIELDS = 200;

    private TwilioForm() {}

    /**
     * The fields by name.
     *
     * @throws IllegalArgumentException when it is not such a form
     */
    static Map<String, String> read(String body) {
        Map<String, String> fields = new TreeMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            if (equals <= 0 || fields.size() >= MOST_FIELDS) {
                throw new IllegalArgumentException("Not a form");
            }
            String name = decoded(pair.substring(0, equals));
            if (fields.put(name, decoded(pair.substring(equals + 1))) != null) {
                throw new IllegalArgumentException("A field stands there twice");
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
