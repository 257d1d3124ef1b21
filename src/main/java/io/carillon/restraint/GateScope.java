package io.carillon.restraint;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import java.time.Instant;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * The rows asked about: {@code deliveries[i]} is a delivery of the run for {@code profiles[i]}, whose clock shows
 * {@code zones[i]}.
 *
 * @param endsAt when the run ends for everybody
 */
public record GateScope(
        long run,
        ChannelKind channel,
        Purpose purpose,
        @Nullable LocalTime windowStart,
        @Nullable LocalTime windowEnd,
        Instant endsAt,
        Long[] deliveries,
        Long[] profiles,
        String[] zones) {}
