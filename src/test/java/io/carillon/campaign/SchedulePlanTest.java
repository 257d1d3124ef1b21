package io.carillon.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.problem.Finding;
import io.carillon.problem.FindingList;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulePlanTest {
    private static final Instant NOW = Instant.parse("2027-09-01T00:00:00Z");
    private final FindingList findings = new FindingList(Locale.ENGLISH);

    @Test
    void readsLocalTimesInTheZone() {
        Schedule schedule = plan("2027-09-13T10:00", "Asia/Shanghai", "09:00", "20:30", "2027-09-17T20:30")
                .resolve(NOW, findings);

        assertThat(schedule.startsAt()).isEqualTo("2027-09-13T02:00:00Z");
        assertThat(schedule.endsAt()).isEqualTo("2027-09-17T12:30:00Z");
        assertThat(findings.all()).isEmpty();
    }

    @Test
    void startsNowAndEndsAfterAWeekWhenNothingIsSaid() {
        Schedule schedule = SchedulePlan.NOW.resolve(NOW, findings);

        assertThat(schedule.startsAt()).isEqualTo(NOW);
        assertThat(schedule.endsAt()).isEqualTo("2027-09-08T00:00:00Z");
    }

    @Test
    void aStartThatPassedMeansNow() {
        Schedule schedule = plan("2027-08-01T10:00", "Asia/Shanghai", null, null, "2027-09-02T09:00")
                .resolve(NOW, findings);

        assertThat(schedule.startsAt()).isEqualTo(NOW);
        assertThat(findings.all().get(0).message()).contains("2027-08-01T10:00 (Asia/Shanghai)");
        assertThat(findings.all()).extracting(Finding::code).containsExactly("start_passed");
        assertThat(findings.isClean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "2027-09-13T10:00, -, -, 2027-09-13T10:00, end_before_start",
                "2027-09-13T10:00, -, -, 2027-09-12T10:00, end_before_start",
                "-, -, -, 2027-08-30T10:00, end_passed",
                "2027-09-13T10:00, -, -, 2029-09-13T10:00, run_too_long",
                "2027-09-13T21:00, 09:00, 20:30, 2027-09-14T08:00, window_never_opens",
                "2027-09-13T07:00, 22:00, 06:00, 2027-09-13T21:00, window_never_opens",
            })
    void refusesTimesThatCannotWork(String start, String from, String until, String end, String code) {
        plan(start, "UTC", from, until, end).resolve(NOW, findings);
        assertThat(findings.all()).extracting(Finding::code).containsExactly(code);
    }

    @ParameterizedTest
    @CsvSource({
        "2027-09-13T21:00, 09:00, 20:30, 2027-09-14T09:30",
        "2027-09-13T10:00, 09:00, 20:30, 2027-09-13T10:05",
        "2027-09-13T23:00, 22:00, 06:00, 2027-09-13T23:30",
        "2027-09-13T07:00, 22:00, 06:00, 2027-09-13T22:01",
    })
    void takesAWindowThatOpensInTime(String start, String from, String until, String end) {
        plan(start, "UTC", from, until, end).resolve(NOW, findings);
        assertThat(findings.all()).isEmpty();
    }

    @Test
    void saysSoWhenAnHourIsSkipped() {
        Instant winter = Instant.parse("2027-01-01T00:00:00Z");
        Schedule schedule = plan("2027-03-28T02:30", "Europe/Paris", null, null, "2027-03-29T00:00")
                .resolve(winter, findings);

        assertThat(schedule.startsAt()).isEqualTo("2027-03-28T01:30:00Z");
        assertThat(findings.all()).extracting(Finding::code).containsExactly("time_skipped");
    }

    private static SchedulePlan plan(String start, String zone, String from, String until, String end) {
        return new SchedulePlan(
                start == null ? null : LocalDateTime.parse(start),
                ZoneId.of(zone),
                from == null ? null : LocalTime.parse(from),
                until == null ? null : LocalTime.parse(until),
                end == null ? null : LocalDateTime.parse(end));
    }
}
