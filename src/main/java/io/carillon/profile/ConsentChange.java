package io.carillon.profile;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing a person said about being written to, with its proof.
 *
 * @param at when the person said so; the newest decides, of two at the same moment the withdrawal
 * @param source where it was said, such as {@code sms reply} or {@code signup form}
 * @param wording what the person was shown or wrote, if known
 */
public record ConsentChange(
        long profileId,
        ChannelKind channel,
        Purpose purpose,
        ConsentState state,
        Instant at,
        String source,
        @Nullable String wording) {

    /** Nobody alive agreed before it; times that PostgreSQL does not know lie far before. */
    public static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
}
