package io.carillon.message;

import io.carillon.channel.Content;
import java.util.Map;

/** What became of filling a form in for one person. */
public sealed interface Rendering {

    /**
     * Ready to send.
     *
     * @param values the variables used, with their values as text: what is stored (encrypted) beside the attempt
     */
    record Filled(Content content, Map<String, String> values) implements Rendering {

        /** Without content and values, so that it may be logged. */
        @Override
        public String toString() {
            return "Filled";
        }
    }

    /**
     * Cannot be filled in for this person: a variable has neither a value nor a default, or its value is too long for the
     * channel. Nothing is sent with an empty place.
     *
     * @param variable such as {@code name} or {@code traits.level}
     */
    record Missing(String variable) implements Rendering {}
}
