package io.carillon.sandbox;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** The part of a line that counting needs; reading it stops before the content. */
record AcceptedHead(String vendor, String key, String to) {

    static AcceptedHead read(byte[] buffer, int from, int length) throws IOException {
        String vendor = "";
        String key = "";
        String to = "";
        try (JsonParser parser = AcceptedLog.JSON.getFactory().createParser(buffer, from, length)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    if (name.equals("content")) {
                        break;
                    }
                    String value = String.valueOf(parser.nextTextValue());
                    switch (name) {
                        case "vendor" -> vendor = value;
                        case "key" -> key = value;
                        case "to" -> to = value;
                        default -> {
                            // a field that nobody counts
                        }
                    }
                }
            }
        }
        return new AcceptedHead(vendor, key, to);
    }
}
