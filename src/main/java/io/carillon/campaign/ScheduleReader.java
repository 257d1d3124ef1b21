package io.carillon.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.problem.FindingList;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Reads the part {@code schedule} of a definition that fits the schema. */
final class ScheduleReader {
    private ScheduleReader() {}

    static SchedulePlan read(JsonNode schedule, FindingList findings) {
        if (!schedule.isObject()) {
            return SchedulePlan.NOW;
        }
        LocalTime windowStart = null;
        LocalTime windowEnd = null;
        if (schedule.has("window")) {
            String[] window = schedule.get("window").textValue().split("-", 2);
            windowStart = LocalTime.parse(window[0]);
            windowEnd = LocalTime.parse(window[1]);
            if (windowStart.equals(windowEnd)) {
                findings.error(
                        "/schedule/window",
                        "window_empty",
                        schedule.get("window").textValue(),
                        "09:00-20:30");
            }
        }
        SchedulePlan plan = new SchedulePlan(
                local(schedule, "start", findings),
                zone(schedule, findings),
                windowStart,
                windowEnd,
                local(schedule, "end", findings));
        if (!schedule.has("zone") && plan.hasLocalTimes()) {
            findings.warning("/schedule/zone", "zone_taken", plan.zone().getId());
        }
        return plan;
    }

    private static @Nullable LocalDateTime local(JsonNode schedule, String key, FindingList findings) {
        String text = schedule.path(key).asText("now");
        if (text.equals("now")) {
            return null;
        }
        try {
            return LocalDateTime.parse(text.replace(' ', 'T'));
        } catch (DateTimeParseException noSuchDay) {
            findings.error("/schedule/" + key, "not_a_time", text, "2027-09-13T10:00");
            return null;
        }
    }

    private static ZoneId zone(JsonNode schedule, FindingList findings) {
        String text = schedule.path("zone").asText(SchedulePlan.NOW.zone().getId());
        // Only names of the database: an offset such as +08:00 knows no summer time and is not a place.
        if (!text.equals("UTC") && !ZoneId.getAvailableZoneIds().contains(text)) {
            String hint = findings.hint(text, ZoneId.getAvailableZoneIds());
            findings.error("/schedule/zone", "unknown_zone", text, "Asia/Shanghai", text, hint);
            return SchedulePlan.NOW.zone();
        }
        return ZoneId.of(text);
    }
}
