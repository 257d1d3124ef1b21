package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.launcher.drill.Ledger.LeftOpen;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a kill may leave in doubt: begun calls, and no more of them than senders had in their hands. */
class DoubtsTest {
    private static final int CLAIMED = 4 * CampaignRound.MICRO_BATCH;

    private final Doubts doubts = new Doubts();

    @Test
    void allowsEveryBegunCallThatAVendorHasOrASenderHadInHand() {
        doubts.add(open(100, CLAIMED, 7));

        Set<String> taken = keys(60).collect(Collectors.toSet());
        assertThat(doubts.bound(taken)).isEqualTo(100);
        assertThat(doubts.wrong(keys(100).toList())).isEmpty();
    }

    @Test
    void findsAWholeMicroBatchInDoubtOfWhichOnlySomeCallsHadBegun() {
        doubts.add(open(20, CLAIMED, 7));

        assertThat(doubts.bound(Set.of())).isEqualTo(20);
        assertThat(doubts.wrong(keys(CLAIMED).toList()))
                .singleElement()
                .asString()
                .startsWith("380 attempts are in doubt for a process that had not begun them, such as 1-100-1");
    }

    @Test
    void allowsNoMoreCallsThatNobodyTookThanSendersHadInHand() {
        doubts.add(open(CLAIMED, CLAIMED, 7));

        assertThat(doubts.bound(Set.of()))
                .as("marked, but four micro-batches are more than the senders of one account work on")
                .isLessThan(CLAIMED / 3);
    }

    @Test
    void findsAMicroBatchThatIsMarkedAsBegunAtOnce() {
        doubts.add(open(CampaignRound.MICRO_BATCH, CampaignRound.MICRO_BATCH, CampaignRound.MICRO_BATCH));

        assertThat(doubts.wrong(List.of()))
                .containsExactly("a mark of account twilio covers 100 messages, at most 16 are begun at once");
    }

    @Test
    void countsWhatIsOpenAfterTwoKillsOnce() {
        doubts.add(open(30, 50, 7));
        doubts.add(open(30, 50, 7));

        assertThat(doubts.begun()).isEqualTo(30);
        assertThat(doubts.bound(Set.of())).isEqualTo(30);
    }

    @Test
    void allowsNoDoubtWhereNothingWasKilled() {
        assertThat(doubts.bound(Set.of("1-0-1"))).isZero();
        assertThat(doubts.wrong(List.of("1-0-1"))).hasSize(1);
    }

    private static List<LeftOpen> open(int begun, int claimed, int marked) {
        List<LeftOpen> open = new ArrayList<>();
        for (int i = 0; i < claimed; i++) {
            boolean isBegun = i < begun;
            open.add(new LeftOpen(key(i), "twilio", isBegun, isBegun ? marked : 0));
        }
        return open;
    }

    private static Stream<String> keys(int count) {
        return IntStream.range(0, count).mapToObj(DoubtsTest::key);
    }

    private static String key(int delivery) {
        return "1-" + delivery + "-1";
    }
}
