package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.launcher.drill.Accepted.Message;
import io.carillon.launcher.drill.Ledger.Attempt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An audit that finds nothing proves something only if it would have found it. */
class AuditTest {

    @Test
    void holdsWhenEveryAttemptHasItsMessage() {
        Audit audit = audit(
                Map.of("1-1-1", sms(1, "accepted"), "1-2-1", sms(2, "refused"), "1-3-1", sms(3, "unknown")),
                List.of(message("1-1-1", "+1"), message("1-3-1", "+3")));

        assertThat(audit.holds()).isTrue();
        assertThat(audit.unknown()).isOne();
    }

    @Test
    void countsAnAttemptWithoutMessageAsLost() {
        Audit audit = audit(Map.of("1-1-1", sms(1, "delivered")), List.of());

        assertThat(audit.lost()).isOne();
        assertThat(audit.examples()).containsExactly("1-1-1 is delivered and no vendor has it");
    }

    @Test
    void countsPeopleWithoutAnEndAndPeopleMissingAsLost() {
        Audit audit = new Audit.Evidence(Map.of(), List.of(), Map.of("sent", 5L, "pending", 2L), false).audit(10);

        assertThat(audit.lost()).isEqualTo(2 + 3);
    }

    @Test
    void countsAMessageThatTheLedgerDeniesOrDoesNotKnow() {
        Audit audit =
                audit(Map.of("1-1-1", sms(1, "not_sent")), List.of(message("1-1-1", "+1"), message("1-9-1", "+9")));

        assertThat(audit.unreported()).isEqualTo(2);
        assertThat(audit.holds()).isFalse();
    }

    @Test
    void countsASecondMessageToAPersonToAnAddressAndOfAKey() {
        assertThat(audit(
                                Map.of("1-1-1", sms(1, "accepted"), "1-1-2", sms(1, "accepted")),
                                List.of(message("1-1-1", "+1"), message("1-1-2", "+2")))
                        .doubled())
                .isOne();
        assertThat(audit(
                                Map.of("1-1-1", sms(1, "accepted"), "1-2-1", sms(2, "accepted")),
                                List.of(message("1-1-1", "+1"), message("1-2-1", "+1")))
                        .doubled())
                .isOne();
        assertThat(audit(Map.of("1-1-1", sms(1, "accepted")), List.of(message("1-1-1", "+1"), message("1-1-1", "+1")))
                        .doubled())
                .isOne();
    }

    @Test
    void aSecondMessageAfterBadNewsIsNoDouble() {
        Audit audit = audit(
                Map.of("1-1-1", sms(1, "undelivered"), "1-1-2", sms(1, "accepted")),
                List.of(message("1-1-1", "+1"), message("1-1-2", "+2")));

        assertThat(audit.doubled()).isZero();
    }

    @Test
    void aSecondMessageAfterADoubtIsADoubleUnlessThePolicyRepeats() {
        Map<String, Attempt> toOnePerson = Map.of("1-1-1", sms(1, "unknown"), "1-1-2", sms(1, "accepted"));
        List<Message> both = List.of(message("1-1-1", "+1"), message("1-1-2", "+1"));
        assertThat(audit(toOnePerson, both).doubled())
                .as("by person and by address")
                .isEqualTo(2);
        assertThat(audit(toOnePerson, both).holds()).isFalse();
        assertThat(audit(toOnePerson, List.of(message("1-1-2", "+1"))).doubled())
                .as("nobody could know that the first had not arrived")
                .isOne();
        assertThat(audit(
                                Map.of("1-1-1", sms(1, "unknown"), "1-2-1", sms(2, "accepted")),
                                List.of(message("1-1-1", "+1"), message("1-2-1", "+1")))
                        .doubled())
                .as("two people of one address")
                .isOne();

        assertThat(new Audit.Evidence(toOnePerson, both, Map.of("sent", 1L), true)
                        .audit(1)
                        .doubled())
                .isZero();
    }

    @Test
    void aMessageThatARestoredLedgerLostMustBelongToSomebodyInDoubtAndCountsAsSent() {
        Map<String, Attempt> attempts = new HashMap<>(Map.of("1-1-1001", sms(1, "unknown")));
        List<Message> messages = List.of(
                message("1-1-1", "+1"), message("1-2-1", "+2"), message("1-2-lost1", "+2"), message("1-3-1", "+3"));

        Map<String, Attempt> lost = Audit.lost(attempts, messages, Set.of(1L, 2L));
        attempts.putAll(lost);

        assertThat(lost).containsOnlyKeys("1-1-1", "1-2-1", "1-2-lost1");
        Audit audit = audit(attempts, messages);
        assertThat(audit.unreported())
                .as("the one of person 3, who is not in doubt")
                .isOne();
        assertThat(audit.doubled()).as("person 2 by address").isOne();
        assertThat(audit(
                                Map.of("1-1-1", sms(1, "accepted"), "1-1-2", new Attempt(1, "sms", "accepted", "")),
                                List.of(message("1-1-1", "+1"), message("1-1-2", "+2")))
                        .doubled())
                .as("what was said of the first before the second left is lost")
                .isZero();
    }

    private static Audit audit(Map<String, Attempt> attempts, List<Message> messages) {
        return new Audit.Evidence(attempts, messages, Map.of("sent", 1L), false).audit(1);
    }

    private static Attempt sms(long delivery, String state) {
        return new Attempt(delivery, "sms", state, "claim" + delivery);
    }

    private static Message message(String key, String to) {
        return new Message("twilio", key, false, to, Set.of());
    }
}
