package io.carillon.campaign;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * When a run sends. The window is read on each person's own clock; {@code zone} stands in for people without one.
 *
 * @param startsAt the first message leaves no earlier
 * @param endsAt no message leaves later; after {@code startsAt}
 * @param windowStart inclusive; null, together with {@code windowEnd}, when any time of day will do
 * @param windowEnd exclusive; before {@code windowStart} when the window goes over midnight
 */
public record Schedule(
        Instant startsAt,
        Instant endsAt,
        ZoneId zone,
        @Nullable LocalTime windowStart,
        @Nullable LocalTime windowEnd) {
    private static final int DAY_MINUTES = 24 * 60;

    /** About how much time there is to send in: the windows' share of it all. */
    Duration openTime() {
        Duration whole = Duration.between(startsAt, endsAt);
        if (windowStart == null || windowEnd == null) {
            return whole;
        }
        double share =
                Math.floorMod(Duration.between(windowStart, windowEnd).toMinutes(), DAY_MINUTES) / (double) DAY_MINUTES;
        return Duration.ofSeconds(Math.round(whole.toSeconds() * share));
    }

    /** As JSON, for the fingerprint and for REST. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("startsAt", startsAt.toString());
        json.put("endsAt", endsAt.toString());
        json.put("zone", zone.getId());
        json.put("windowStart", windowStart == null ? null : windowStart.toString());
        json.put("windowEnd", windowEnd == null ? null : windowEnd.toString());
        return json;
    }
}
