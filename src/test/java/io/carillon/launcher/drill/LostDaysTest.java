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

/** What receipts on messages that a restored database lacks do to its doubts. */
class LostDaysTest {
    private static final String LOST = "1-7-1";
    private static final LostDays DAYS =
            new LostDays(Set.of("twilio +1", "wechat +1", "fcm +1"), Set.of(), Set.of(), 5, List.of("7 sms"));

    @Test
    void aReceiptSettlesItsDoubtAndOneLessMayBeLeft() {
        Audit.Evidence evidence = evidence("twilio", new Attempt(7, "sms", "delivered", "claim"));

        assertThat(DAYS.outcome(evidence, paths("")).settled()).isEqualTo(1);
        assertThat(DAYS.wrong(evidence, paths(""))).isEmpty();
        assertThat(DAYS.bound(evidence)).isZero();
    }

    @Test
    void findsADoubtThatAReceiptDidNotSettleAndAllowsItNoMore() {
        Audit.Evidence evidence = evidence("twilio", new Attempt(7, "sms", "unknown", "claim"));

        assertThat(DAYS.wrong(evidence, paths("")))
                .contains(
                        "1 messages are in doubt although a receipt for them was taken, such as " + LOST,
                        "1 receipts on lost messages came to nothing, such as on " + LOST);
        assertThat(DAYS.bound(evidence)).isZero();
    }

    @Test
    void findsAReceiptThatWasNotWrittenDownAndExplainsOneBesideAnotherMessage() {
        Attempt lost = new Attempt(7, "sms", "accepted", "");

        assertThat(DAYS.wrong(evidence("twilio", lost), paths("")))
                .containsExactly("1 receipts on lost messages came to nothing, such as on " + LOST);

        Audit.Evidence beside = new Audit.Evidence(
                Map.of(LOST, lost, "1-7-2", new Attempt(7, "sms", "accepted", "claim")),
                List.of(new Message("twilio", LOST, false, "+1", Set.of("delivered"))),
                Map.of(),
                false);
        assertThat(DAYS.wrong(beside, paths(""))).isEmpty();
        assertThat(DAYS.outcome(beside, paths("")).beside()).isEqualTo(1);
    }

    /** Of a message whose call alone is known the audit makes the key up. */
    @Test
    void namesWhatNobodyReportsAndAVendorWouldHaveToldOf() {
        String key = "1-7-lost1";
        List<Message> untold = List.of(new Message("twilio", key, false, "+1", Set.of()));
        Attempt lost = new Attempt(7, "sms", "accepted", "");
        Attempt doubt = new Attempt(7, "sms", "unknown", "claim");
        Audit.Evidence open = new Audit.Evidence(Map.of(key, lost, "1-7-1001", doubt), untold, Map.of(), false);
        Audit.Evidence found = new Audit.Evidence(
                Map.of(key, lost, "1-7-1", new Attempt(7, "sms", "delivered", "claim")), untold, Map.of(), false);

        assertThat(DAYS.unfound(open, paths(""), Set.of("twilio"))).containsExactly(key);
        assertThat(DAYS.unfound(open, paths(""), Set.of("aliyun"))).isEmpty();
        assertThat(DAYS.unfound(found, paths(""), Set.of("twilio"))).isEmpty();
    }

    @Test
    void aDoubtThatStaysOpenIsNoOtherMessage() {
        Audit.Evidence open = new Audit.Evidence(
                Map.of(
                        LOST,
                        new Attempt(7, "sms", "accepted", ""),
                        "1-7-1001",
                        new Attempt(7, "sms", "unknown", "claim")),
                List.of(new Message("twilio", LOST, false, "+1", Set.of("delivered"))),
                Map.of(),
                false);

        assertThat(DAYS.outcome(open, paths("")).left()).containsExactly(LOST);
    }

    @Test
    void aDoubtAboutOneOfTwoDevicesIsAnotherMessageThanTheOthers() {
        Attempt lost = new Attempt(7, "push", "accepted", "");
        Attempt doubt = new Attempt(7, "push", "unknown", "claim");
        List<Message> told = List.of(new Message("fcm", LOST, false, "+1", Set.of("delivered")));

        assertThat(DAYS.outcome(
                                new Audit.Evidence(Map.of(LOST, lost, "1-7-1001", doubt), told, Map.of(), false),
                                paths(""))
                        .left())
                .containsExactly(LOST);
        assertThat(DAYS.outcome(
                                new Audit.Evidence(
                                        Map.of(LOST, lost, "1-7-1001", doubt, "1-7-1002", doubt),
                                        told,
                                        Map.of(),
                                        false),
                                paths(""))
                        .beside())
                .isEqualTo(1);
    }

    @Test
    void leavesDoubtsOfWhichNothingTellsOrOnlyANumberThatIsLost() {
        Attempt doubt = new Attempt(7, "wechat", "unknown", "claim");

        assertThat(DAYS.wrong(evidence("wechat", doubt), paths(""))).isEmpty();
        assertThat(DAYS.bound(evidence("wechat", doubt))).isEqualTo(1);
        // Told before the restore: the backup has not heard it, and it does not come again.
        LostDays told = new LostDays(DAYS.taken(), DAYS.taken(), Set.of(), 5, DAYS.doubts());
        Audit.Evidence before = evidence("twilio", new Attempt(7, "sms", "unknown", "claim"));
        assertThat(told.wrong(before, paths(""))).isEmpty();
        assertThat(told.bound(before)).isEqualTo(1);
    }

    @Test
    void allowsNoMoreDoubtsThanMayHaveBeenOnTheirWay() {
        LostDays few = new LostDays(Set.of(), Set.of(), Set.of(), 2, List.of("7 sms", "8 sms", "9 sms"));

        assertThat(few.bound(evidence("wechat", new Attempt(7, "wechat", "unknown", "claim"))))
                .isEqualTo(2);
    }

    @Test
    void aNoPutsTheNextChannelInDoubt() {
        assertThat(DAYS.bound(evidence("twilio", new Attempt(7, "sms", "undelivered", "claim"))))
                .isEqualTo(1);
    }

    @Test
    void findsWhoWasLedOnFromADoubtOfTheRestore() {
        assertThat(DAYS.wrong(evidence("wechat", new Attempt(7, "wechat", "unknown", "claim")), paths("next")))
                .singleElement()
                .asString()
                .startsWith("1 doubts do not stand as the policy leaves them");
    }

    private static Audit.Evidence evidence(String vendor, Attempt attempt) {
        return new Audit.Evidence(
                Map.of(LOST, attempt),
                List.of(new Message(vendor, LOST, false, "+1", Set.of("delivered"))),
                Map.of(),
                false);
    }

    private static Paths paths(String led) {
        Step step = new Step("sms", 1_001, "unknown", "restored", led);
        Path path = new Path("A1", false, "unknown", "restored", List.of(step));
        return new Paths(List.of("sms"), Set.of(), Map.of(), Map.of(7L, path));
    }
}
