package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.launcher.drill.Paths.Path;
import io.carillon.launcher.drill.Paths.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Counters, rows and the app's own recount may agree on what is not so; what was sent tells. */
class EndsTest {
    @Test
    void acceptsWhatMessagesSay() {
        assertThat(wrong("sent", "", attempt("push", "accepted", "", ""))).isEmpty();
        assertThat(wrong("sent", "", attempt("sms", "unknown", "time_out", ""), attempt("email", "accepted", "", "")))
                .isEmpty();
        assertThat(wrong("unknown", "time_out", attempt("sms", "unknown", "time_out", "")))
                .isEmpty();
        assertThat(wrong(
                        "sent",
                        "",
                        attempt("push", "accepted", "not_confirmed", "next"),
                        attempt("sms", "refused", "invalid_address", "next")))
                .isEmpty();
        assertThat(wrong("failed", "dead_token", attempt("push", "refused", "dead_token", "next")))
                .isEmpty();
        assertThat(wrong("skipped", "suppressed", pass("*", "suppressed"))).isEmpty();
        assertThat(wrong("sent", "", attempt("push", "accepted", "", ""), pass("*", "cancelled")))
                .isEmpty();
        assertThat(wrong("failed", "bounced", attempt("email", "undelivered", "bounced", "next")))
                .isEmpty();
    }

    @Test
    void findsWhoWasReachedAndIsToldOtherwise() {
        assertThat(wrong("failed", "bounced", attempt("email", "accepted", "", "")))
                .singleElement()
                .asString()
                .contains("told as failed and their messages say sent")
                .contains("M1");
        assertThat(wrong("unknown", "time_out", attempt("email", "delivered", "", "")))
                .hasSize(1);
    }

    @Test
    void findsWhoWasNotReachedAndIsToldOtherwise() {
        assertThat(wrong("sent", "", attempt("push", "refused", "dead_token", "next")))
                .hasSize(1);
        assertThat(wrong("sent", "", attempt("sms", "unknown", "time_out", ""))).hasSize(1);
        assertThat(wrong("failed", "time_out", attempt("sms", "unknown", "time_out", "")))
                .hasSize(1);
        assertThat(wrong("failed", "suppressed", pass("*", "suppressed"))).hasSize(1);
        assertThat(wrong("held", "", attempt("push", "refused", "dead_token", "next")))
                .hasSize(1);
    }

    @Test
    void findsAMessageThatNobodyEnded() {
        assertThat(wrong("sent", "", attempt("push", "delivered", "", ""), attempt("push", "in_flight", "", "")))
                .singleElement()
                .asString()
                .contains("in flight");
    }

    @Test
    void findsAReasonThatNobodyGave() {
        assertThat(wrong("failed", "no_address", attempt("push", "refused", "dead_token", "next")))
                .singleElement()
                .asString()
                .contains("for 'no_address'");
        assertThat(wrong(
                        "failed",
                        "vendor_down",
                        attempt("sms", "not_sent", "vendor_down", ""),
                        attempt("push", "refused", "dead_token", "next")))
                .hasSize(1);
        assertThat(wrong("sent", "bounced", attempt("email", "accepted", "", "")))
                .hasSize(1);
    }

    private static List<String> wrong(String state, String reason, Step... steps) {
        Path path = new Path("M1", false, state, reason, List.of(steps));
        return Ends.wrong(new Paths(List.of("push", "sms", "email"), Set.of(), Map.of(), Map.of(1L, path)));
    }

    private static Step attempt(String kind, String state, String reason, String led) {
        return new Step(kind, 1, state, reason, led);
    }

    private static Step pass(String kind, String reason) {
        return new Step(kind, 0, "", reason, "stop");
    }
}
