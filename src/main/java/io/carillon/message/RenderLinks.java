package io.carillon.message;

import org.jspecify.annotations.Nullable;

/**
 * Links that belong to one attempt.
 *
 * @param link stands for the message's own link, such as a short link; null takes the message's link as it is
 * @param unsubscribeUrl where a POST opts this person out
 * @param pushToken signed; the shop's app sends it back
 */
public record RenderLinks(@Nullable String link, String unsubscribeUrl, String pushToken) {

    /** Without the links, so that it may be logged. */
    @Override
    public String toString() {
        return "RenderLinks";
    }
}
