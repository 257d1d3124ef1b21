package io.carillon.campaign;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as instants and as local time.
 *
 * @param localStart in the schedule's zone
 * @param localEnd in the schedule's zone
 * @param window time of day on each person's clock; left out where any time will do
 */
public record ScheduleView(
        Instant startsAt,
        Instant endsAt,
        String zone,
        OffsetDateTime localStart,
        OffsetDateTime localEnd,
        @Nullable String window) {

    static ScheduleView of(Schedule schedule) {
        return new ScheduleView(
                schedule.startsAt(),
                schedule.endsAt(),
                schedule.zone().getId(),
                schedule.startsAt().atZone(schedule.zone()).toOffsetDateTime(),
                schedule.endsAt().atZone(schedule.zone()).toOffsetDateTime(),
                schedule.windowStart() == null ? null : schedule.windowStart() + "-" + schedule.windowEnd());
    }
}
