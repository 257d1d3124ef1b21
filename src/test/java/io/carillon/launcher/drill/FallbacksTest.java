package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.launcher.drill.Paths.Path;
import io.carillon.launcher.drill.Paths.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A check that finds nothing proves something only if it would have found it. */
class FallbacksTest {
    private static final List<String> ORDER = List.of("push", "sms", "email");
    private static final Map<String, String> ACTIONS = Map.of(
            "no_address", "next",
            "dead_token", "next",
            "bounced", "next",
            "undelivered", "next",
            "not_confirmed", "next",
            "same_address", "stop",
            "vendor_down", "retry",
            "balance", "wait");

    @Test
    void acceptsEveryWayInWhichAPathMayEnd() {
        assertThat(wrong(attempt("push", 1, "accepted", "", ""))).isEmpty();
        assertThat(wrong(pass("push", "no_address"), attempt("sms", 1, "delivered", "", "")))
                .isEmpty();
        assertThat(wrong(
                        attempt("push", 1, "refused", "dead_token", "next"),
                        attempt("sms", 2, "undelivered", "undelivered", "next"),
                        attempt("email", 3, "undelivered", "bounced", "next")))
                .isEmpty();
        assertThat(wrong(pass("push", "no_address"), pass("sms", "same_address", "stop")))
                .isEmpty();
        assertThat(wrong(pass("*", "suppressed", "stop"))).isEmpty();
        assertThat(wrong(
                        attempt("push", 1, "refused", "dead_token", "next"),
                        attempt("sms", 2, "not_sent", "vendor_down", ""),
                        pass("*", "cancelled", "stop")))
                .isEmpty();
    }

    @Test
    void acceptsWhoWasConfirmedOnlyAfterTheDeadline() {
        assertThat(wrong(
                        pass("push", "no_address"),
                        attempt("sms", 1, "delivered", "", "next"),
                        attempt("email", 2, "accepted", "", "")))
                .isEmpty();
    }

    @Test
    void findsWhoWasSentToAgainAlthoughTheFirstMessageStands() {
        assertThat(wrong(attempt("push", 1, "accepted", "", ""), attempt("sms", 2, "accepted", "", "")))
                .singleElement()
                .asString()
                .contains("is on sms although push was not left");
        assertThat(wrong(attempt("push", 1, "read", "", "next"), attempt("sms", 2, "accepted", "", "")))
                .as("nothing is waited for on push")
                .hasSize(1);
        assertThat(wrong(
                        attempt("push", 1, "refused", "dead_token", "next"),
                        attempt("push", 2, "accepted", "", ""),
                        attempt("sms", 3, "accepted", "", "")))
                .as("another device was reached")
                .hasSize(1);
    }

    @Test
    void findsWhoWasMovedByTroubleOnOurSideOrStoppedByThePolicy() {
        assertThat(wrong(attempt("push", 1, "blocked", "balance", "next"), attempt("sms", 2, "accepted", "", "")))
                .hasSize(1);
        assertThat(wrong(attempt("push", 1, "not_sent", "vendor_down", "next"), attempt("sms", 2, "accepted", "", "")))
                .hasSize(1);
        assertThat(wrong(pass("push", "same_address", "stop"), attempt("sms", 1, "accepted", "", "")))
                .hasSize(1);
    }

    @Test
    void findsWhoCameToNothingAndWasForgotten() {
        assertThat(wrong(attempt("push", 1, "refused", "dead_token", "next")))
                .singleElement()
                .asString()
                .contains("stopped short of sms");
        assertThat(wrong(pass("push", "no_address"), attempt("sms", 1, "undelivered", "undelivered", "")))
                .hasSize(1);
        assertThat(wrong(
                        pass("push", "no_address"),
                        pass("sms", "no_address"),
                        attempt("email", 1, "undelivered", "bounced", "")))
                .singleElement()
                .asString()
                .contains("without an end");
        assertThat(wrong(pass("push", "no_address"), attempt("email", 1, "accepted", "", "")))
                .as("text messages were skipped")
                .hasSize(1);
        assertThat(wrong()).singleElement().asString().contains("never looked at");
    }

    @Test
    void findsWhoWasSentToSinceARestoreInSpiteOfADoubtAndNotWhoWasBefore() {
        Path path = new Path(
                "M1",
                false,
                "unknown",
                "restored",
                List.of(attempt("push", 1001, "unknown", "restored", ""), attempt("sms", 2, "delivered", "", "")));
        Paths paths = new Paths(ORDER, Set.of("sms"), ACTIONS, Map.of(1L, path));

        assertThat(Fallbacks.wrong(paths.withoutLostDays(restored(2, 0))))
                .singleElement()
                .asString()
                .contains("is on sms although push was not left");
        assertThat(Fallbacks.wrong(paths.withoutLostDays(restored(0, 2)))).isEmpty();
    }

    @Test
    void whatALostMessageToldOfOneThatWasOutAtTheBackupIsNotKnownAnyMore() {
        Path path = new Path(
                "M1",
                false,
                "sent",
                "",
                List.of(
                        attempt("push", 1, "refused", "dead_token", "next"),
                        attempt("sms", 2, "accepted", "not_confirmed", "stop"),
                        attempt("email", 3, "undelivered", "bounced", "next")));
        Paths paths = new Paths(ORDER, Set.of("sms"), ACTIONS, Map.of(1L, path));

        assertThat(Fallbacks.wrong(paths.withoutLostDays(restored(0, 3)))).isEmpty();
        assertThat(Fallbacks.wrong(paths.withoutLostDays(restored(3, 0))))
                .as("sent since")
                .hasSize(1);
        assertThat(Fallbacks.wrong(paths.withoutLostDays(restored(0, 0))))
                .as("it is in the backup")
                .hasSize(1);
    }

    /** Of which number an attempt was handed over since the restore, and of which one the backup does not have. */
    private static Paths.Restored restored(int since, int lost) {
        return new Paths.Restored((delivery, no) -> no == since, (delivery, no) -> no == lost);
    }

    private static List<String> wrong(Step... steps) {
        Path path = new Path("M1", false, "sent", "", List.of(steps));
        return Fallbacks.wrong(new Paths(ORDER, Set.of("sms"), ACTIONS, Map.of(1L, path)));
    }

    private static Step attempt(String kind, int no, String state, String reason, String led) {
        return new Step(kind, no, state, reason, led);
    }

    private static Step pass(String kind, String reason) {
        return pass(kind, reason, "next");
    }

    private static Step pass(String kind, String reason, String led) {
        return new Step(kind, 0, "", reason, led);
    }
}
