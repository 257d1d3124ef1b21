package io.carillon.profile.imports;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What everybody in a file agreed to, unless the own cell says otherwise.
 *
 * @param time when; null where it is not known, then the time the file was first received counts
 * @param source where it was said
 * @param wording what the people were shown, if known
 */
record ConsentStatement(
        List<ChannelKind> channels,
        Purpose purpose,
        @Nullable Instant time,
        String source,
        @Nullable String wording) {}
