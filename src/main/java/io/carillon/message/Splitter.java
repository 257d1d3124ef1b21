package io.carillon.message;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Makes a message's forms. */
@ApplicationScoped
public class Splitter {

    /** As {@link #split(MessageContent, Set, Purpose)} for marketing. */
    public Split split(MessageContent content, Set<ChannelKind> kinds) {
        return split(content, kinds, Purpose.MARKETING);
    }

    /** Makes the forms of these channels. */
    public Split split(MessageContent content, Set<ChannelKind> kinds, Purpose purpose) {
        throw new UnsupportedOperationException("Not there yet");
    }
}
