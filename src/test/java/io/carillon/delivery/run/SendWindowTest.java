package io.carillon.delivery.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.hamcrest.Matchers.notNullValue;

import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.settle.BatchPlan;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** The daily time in which a run sends, on each person's own clock. */
@QuarkusTest
class SendWindowTest extends TownTest {
    @Inject
    Sql sql;

    @Test
    void outsideTheWindowPeopleAreHeldAndSentLater() {
        town.people(4);
        LocalTime here = LocalTime.now(ZoneId.of("Asia/Shanghai"));
        long run = town.launch(
                "",
                "{ start: now, zone: Asia/Shanghai, window: " + window(here.plusHours(2), here.plusHours(4)) + " }");

        BatchPlan plan = town.work();

        assertThat(town.states()).containsOnly(entry("held window", 4L));
        assertThat(town.sms.taken()).isEmpty();
        assertThat(plan.waitsFor()).matches("sms window opens \\S+:\\d\\dZ, 4 people");
        town.api()
                .get("/api/campaigns/" + run + "/progress")
                .then()
                .body("startsAt", notNullValue())
                .body("endsAt", notNullValue());
        assertThat(plan.nextWake())
                .isBetween(town.now().plus(Duration.ofMinutes(110)), town.now().plus(Duration.ofMinutes(130)));

        town.clockBy(Duration.ofHours(3));
        town.work();
        assertThat(town.states()).containsOnly(entry("sent", 4L));
    }

    @Test
    void whoseWindowOpensOnlyAfterTheEndIsNotHeldForIt() {
        town.people(1);
        long abroad = town.person("abroad");
        town.phone(abroad, "+8613900000077");
        sql.update("update profile set time_zone = 'America/New_York' where id = ?", abroad);
        LocalDateTime here = LocalDateTime.now(ZoneId.of("Asia/Shanghai"));
        town.launch(
                "",
                "{ start: now, zone: Asia/Shanghai, end: \"%s\", window: %s }"
                        .formatted(
                                here.plusHours(1).truncatedTo(ChronoUnit.MINUTES),
                                window(
                                        here.toLocalTime().minusHours(1),
                                        here.toLocalTime().plusHours(2))));

        BatchPlan plan = town.work();

        assertThat(town.states()).containsOnly(entry("sent", 1L), entry("skipped expired", 1L));
        assertThat(plan.waitsFor()).doesNotContain("window");
    }

    private static String window(LocalTime from, LocalTime to) {
        return "\"%02d:%02d-%02d:%02d\"".formatted(from.getHour(), from.getMinute(), to.getHour(), to.getMinute());
    }
}
