package io.carillon.message;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads and bounds a message. */
@ApplicationScoped
public class MessageReader {

    /** Reads a message that stands at {@code pointer}. */
    public ReadMessage read(JsonNode message, String pointer) {
        throw new UnsupportedOperationException("Not there yet");
    }
}
