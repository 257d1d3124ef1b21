package io.carillon.campaign;

import io.carillon.problem.FindingList;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as its author wrote it, in local time.
 *
 * @param start null for now
 * @param windowStart together with {@code windowEnd} null where there is no window
 * @param end null for seven days after the start
 */
public record SchedulePlan(
        @Nullable LocalDateTime start,
        ZoneId zone,
        @Nullable LocalTime windowStart,
        @Nullable LocalTime windowEnd,
        @Nullable LocalDateTime end) {
    /** How long a run may take when its author names no end. */
    static final Duration DEFAULT_LENGTH = Duration.ofDays(7);

    private static final Duration LONGEST = Duration.ofDays(366);

    /** Starts now and sends at any time of day. */
    static final SchedulePlan NOW = new SchedulePlan(null, ZoneId.of("UTC"), null, null, null);

    /** As instants. What does not fit this moment is told to the findings; a start that has passed means now. */
    public Schedule resolve(Instant now, FindingList findings) {
        Instant planned = start == null ? now : instant(start, "/schedule/start", findings);
        if (planned.isBefore(now)) {
            findings.warning("/schedule/start", "start_passed", start, zone.getId());
        }
        long days = Duration.between(now, planned).toDays();
        if (days > LONGEST.toDays()) {
            findings.warning("/schedule/start", "start_far", start, zone.getId(), days);
        }
        Instant startsAt = planned.isBefore(now) ? now : planned;
        Instant endsAt = end == null ? startsAt.plus(DEFAULT_LENGTH) : instant(end, "/schedule/end", findings);
        if (end != null && !endsAt.isAfter(now)) {
            findings.error("/schedule/end", "end_passed", end.toString(), null);
        } else if (!endsAt.isAfter(startsAt)) {
            findings.error("/schedule/end", "end_before_start", String.valueOf(end), null);
        } else if (Duration.between(startsAt, endsAt).compareTo(LONGEST) > 0) {
            findings.error("/schedule/end", "run_too_long", String.valueOf(end), String.valueOf(LONGEST.toDays()));
        } else if (!opens(startsAt, endsAt)) {
            findings.error("/schedule/window", "window_never_opens", windowStart + "-" + windowEnd, null);
        }
        return new Schedule(startsAt, endsAt, zone, windowStart, windowEnd);
    }

    /** Whether it says a time that means another moment in another zone. */
    boolean hasLocalTimes() {
        return start != null || windowStart != null || end != null;
    }

    private Instant instant(LocalDateTime local, String place, FindingList findings) {
        ZonedDateTime resolved = local.atZone(zone);
        if (!resolved.toLocalDateTime().equals(local)) {
            findings.warning(place, "time_skipped", local, resolved.toLocalDateTime());
        }
        return resolved.toInstant();
    }

    /** Whether the window opens at all between the two, on the clock of the schedule's zone. */
    private boolean opens(Instant from, Instant until) {
        if (windowStart == null || windowEnd == null) {
            return true;
        }
        LocalTime at = from.atZone(zone).toLocalTime();
        boolean isOpen = windowStart.isBefore(windowEnd)
                ? !at.isBefore(windowStart) && at.isBefore(windowEnd)
                : !at.isBefore(windowStart) || at.isBefore(windowEnd);
        ZonedDateTime opening = from.atZone(zone).with(windowStart);
        ZonedDateTime next = opening.toInstant().isBefore(from) ? opening.plusDays(1) : opening;
        return isOpen || next.toInstant().isBefore(until);
    }
}
