package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.launcher.drill.Accepted.Message;
import io.carillon.launcher.drill.Ledger.Attempt;
import io.carillon.launcher.drill.Paths.Path;
import io.carillon.launcher.drill.Paths.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What became of doubts: a receipt settles, and the policy leaves the rest. */
class SettlementTest {
    private static final String KEY = "1-7-1";

    @Test
    void findsADoubtAlthoughAReceiptWasTaken() {
        assertThat(Settlement.wrong(evidence("unknown", "twilio", true), paths("unknown", "")))
                .containsExactly("1 messages are in doubt although a receipt for them was taken, such as 1-7-1");
    }

    @Test
    void leavesADoubtOfWhichNobodyToldOrOnlyByTheAnswersNumber() {
        assertThat(Settlement.wrong(evidence("unknown", "twilio", false), paths("unknown", "")))
                .isEmpty();
        assertThat(Settlement.wrong(evidence("unknown", "wechat", true), paths("unknown", "")))
                .isEmpty();
        assertThat(Settlement.wrong(evidence("delivered", "twilio", true), paths("sent", "")))
                .isEmpty();
    }

    @Test
    void findsADoubtThatDoesNotStandAsThePolicyLeavesIt() {
        assertThat(Settlement.wrong(evidence("unknown", "twilio", false), paths("unknown", "next")))
                .singleElement()
                .asString()
                .startsWith("1 doubts do not stand as the policy leaves them");
        assertThat(Settlement.wrong(evidence("unknown", "twilio", false), paths("failed", "")))
                .hasSize(1);
    }

    @Test
    void tellsHowManyWereSettled() {
        Settlement settlement = Settlement.of(Set.of("1-1-1", "1-2-1"), evidence("unknown", "twilio", false));

        assertThat(settlement.summary())
                .isEqualTo("3 messages were in doubt, 2 of them were settled, and the policy leaves 1");
    }

    @Test
    void findsMessagesThatAreNotWhatWasTold() {
        assertThat(Settlement.unapplied(told("accepted", "sent"))).isEmpty();
        assertThat(Settlement.unapplied(told("delivered", "sent", "delivered"))).isEmpty();
        assertThat(Settlement.unapplied(told("read", "delivered"))).isEmpty();
        assertThat(Settlement.unapplied(told("delivered", "delivered", "read"))).hasSize(1);
        assertThat(Settlement.unapplied(told("delivered", "undelivered"))).hasSize(1);
        assertThat(Settlement.wrong(told("accepted", "delivered"), paths("sent", "")))
                .containsExactly(
                        "1 messages are not what a receipt that was taken says, such as that 1-7-1 is accepted and [delivered] was"
                                + " told");
    }

    private static Audit.Evidence evidence(String state, String vendor, boolean isTold) {
        return evidence(state, vendor, isTold ? Set.of("delivered") : Set.of());
    }

    private static Audit.Evidence told(String state, String... told) {
        return evidence(state, "twilio", Set.of(told));
    }

    private static Audit.Evidence evidence(String state, String vendor, Set<String> told) {
        return new Audit.Evidence(
                Map.of(KEY, new Attempt(7, "sms", state, "claim")),
                List.of(new Message(vendor, KEY, false, "+1", told)),
                Map.of(),
                false);
    }

    private static Paths paths(String state, String led) {
        Step step = new Step("sms", 1, "unknown", "process_lost", led);
        Path path = new Path("A1", false, state, "", List.of(step));
        return new Paths(List.of("sms"), Set.of(), Map.of("process_lost", "leave"), Map.of(7L, path));
    }
}
