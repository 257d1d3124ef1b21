package io.carillon.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.problem.FindingList;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the part {@code schedule} of a definition. What does not fit the schema was told there and is passed over, so that the faults of
 * the other keys are told with it.
 */
final class ScheduleReader {
    private ScheduleReader() {}

    private record Window(
            @Nullable LocalTime start, @Nullable LocalTime end) {
        private static final Window NONE = new Window(null, null);
    }

    static SchedulePlan read(JsonNode schedule, FindingList findings) {
        if (!schedule.isObject()) {
            return SchedulePlan.NOW;
        }
        Window window = window(schedule, findings);
        SchedulePlan plan = new SchedulePlan(
                local(schedule, "start", findings),
                zone(schedule, findings),
                window.start(),
                window.end(),
                local(schedule, "end", findings));
        if (plan.start() != null && plan.end() != null && !plan.end().isAfter(plan.start())) {
            findings.error(
                    "/schedule/end", "end_before_start", schedule.path("end").asText(), null);
        }
        if (!schedule.has("zone") && plan.hasLocalTimes()) {
            findings.warning("/schedule/zone", "zone_taken", plan.zone().getId());
        }
        return plan;
    }

    private static Window window(JsonNode schedule, FindingList findings) {
        String text = schedule.path("window").asText();
        String[] times = text.split("-", 2);
        if (times.length < 2) {
            return Window.NONE;
        }
        try {
            Window window = new Window(LocalTime.parse(times[0]), LocalTime.parse(times[1]));
            if (Objects.equals(window.start(), window.end())) {
                findings.error("/schedule/window", "window_empty", text, "09:00-20:30");
            }
            return window;
        } catch (DateTimeParseException toldBySchema) {
            return Window.NONE;
        }
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
