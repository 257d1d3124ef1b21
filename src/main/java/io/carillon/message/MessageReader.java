package io.carillon.message;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/**
 * Reads a message and holds every field of it against its bounds: known names, lengths, one line where there is one line,
 * the dialect, safe places in HTML, absolute links. Makes no call; for many threads.
 */
@ApplicationScoped
public class MessageReader {

    /** As {@link #read(JsonNode, String, Locale)}, in English. */
    public ReadMessage read(JsonNode message, String pointer) {
        return read(message, pointer, Locale.ENGLISH);
    }

    /**
     * Reads a message.
     *
     * @param message the object with {@code defaultLocale}, {@code title}, {@code text}, {@code link}, {@code picture} and
     *     {@code overrides}
     * @param pointer where it stands in what was sent, such as {@code /message}; findings begin with it
     * @param language what the findings are written in: Chinese or English
     */
    public ReadMessage read(JsonNode message, String pointer, Locale language) {
        return new MessageReading(message, pointer, Sentences.of(language)).read();
    }
}
