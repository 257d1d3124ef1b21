package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.delivery.claim.Answered;
import io.carillon.delivery.claim.ClaimedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnedAwayTest {
    private static final long RUN = 7;
    private static final TurnedAway.Form FORM = new TurnedAway.Form(RUN, Messages.SHOP.name(), Messages.FORM);
    private static final Instant TAKEN = Instant.parse("2027-09-13T02:00:00Z");
    private long nanos;
    private final TurnedAway turnedAway = new TurnedAway(() -> nanos);
    private long people;

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.05, 0.1, 0.13})
    void fewAmongThoseForWhomItIsTakenAreNeverTooMany(double share) {
        Random random = new Random(11);
        for (int claim = 0; claim < 200; claim++) {
            assertThat(isTooOften(claim(500, random, share)))
                    .as("claim %d", claim)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.4, 1})
    void moreThanAFifthAreTooMany(double share) {
        Random random = new Random(11);
        for (int claim = 0; claim < 9; claim++) {
            isTooOften(claim(500, random, share));
        }

        assertThat(isTooOften(claim(500, random, share))).isTrue();
    }

    @Test
    void manyForWhomItWasTakenDoNotMakeUpForThoseAfterThem() {
        assertThat(isTooOften(together(yes(400), no(15)))).isFalse();
        assertThat(isTooOften(together(no(1), yes(400)))).isTrue();
    }

    @Test
    void whereWordsBlameUsAsManyInARowAreTooMany() {
        assertThat(isTooOften(together(yes(400), blaming(15)))).isFalse();
        assertThat(isTooOften(blaming(1))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.03, 0.05})
    void whereWordsBlameUsForFewTheyAreNeverTooMany(double share) {
        Random random = new Random(11);
        for (int claim = 0; claim < 200; claim++) {
            assertThat(isTooOften(blaming(claim(500, random, share))))
                    .as("claim %d", claim)
                    .isFalse();
        }
    }

    @Test
    void oneOfTenWhomWordsBlameUsForIsTooOftenInTheEnd() {
        boolean isTooOften = false;
        for (int claim = 0; claim < 100; claim++) {
            isTooOften |= isTooOften(together(blaming(1), yes(9)));
        }
        assertThat(isTooOften).isTrue();
    }

    @Test
    void fewOfThoseWhoAreTurnedAwayOnceMoreAreBelievedBesideThoseForWhomItIsTaken() {
        assertThat(believed(TAKEN)).isEqualTo(15);
        isTooOften(yes(4));
        assertThat(believed(TAKEN.plusSeconds(300))).isEqualTo(1);
        assertThat(believed(TAKEN.plusSeconds(301))).isEqualTo(15);
        assertThat(turnedAway.counted(RUN, Set.of("shop"))).containsExactly("shop");

        turnedAway.vouchedFor(RUN, "shop", TAKEN);
        assertThat(believed(TAKEN.plusSeconds(301))).isEqualTo(15);
    }

    @Test
    void whereWordsBlameUsFewAreBelievedUntilOthersAreTakenOrSomebodyResumes() {
        assertThat(believedInSpiteOfBlame(false, true)).isEqualTo(5);
        isTooOften(yes(11));
        assertThat(believedInSpiteOfBlame(false, true)).isZero();
        isTooOften(yes(1));
        assertThat(believedInSpiteOfBlame(false, true)).isEqualTo(1);

        turnedAway.vouchedFor(RUN, "shop", TAKEN);
        assertThat(believedInSpiteOfBlame(true, true)).isEqualTo(15);
        assertThat(believed(TAKEN)).as("the others").isEqualTo(15);
    }

    @Test
    void whereWordsBlameUsWhoWasTakenBeforeCountsAsWell() {
        isTooOften(yes(120));
        assertThat(turnedAway.counted(RUN, Set.of("shop"))).isEmpty();
        turnedAway.vouchedFor(RUN, "shop", TAKEN);
        assertThat(believedInSpiteOfBlame(false, true)).isEqualTo(15);

        isTooOften(yes(100_000));
        assertThat(believedInSpiteOfBlame(false, true)).isEqualTo(205);

        isTooOften(yes(100_000));
        assertThat(believedInSpiteOfBlame(true, false))
                .as("somebody's word alone")
                .isEqualTo(15);
        isTooOften(yes(100_000));
        assertThat(believedInSpiteOfBlame(true, true)).isEqualTo(215);
    }

    private long believed(Instant now) {
        return IntStream.range(0, 20)
                .filter(i -> turnedAway.believes(FORM, now))
                .count();
    }

    private long believedInSpiteOfBlame(boolean isVouchedFor, boolean isTaken) {
        return IntStream.range(0, 300)
                .filter(i -> turnedAway.believesInSpiteOfBlame(FORM, isVouchedFor, isTaken))
                .count();
    }

    @Test
    void devicesOfOnePersonCountAsOne() {
        List<Answered> devices = new ArrayList<>();
        for (int device = 1; device <= 40; device++) {
            devices.add(answered(1, device, true));
        }

        assertThat(isTooOften(devices)).isFalse();
    }

    @Test
    void whatIsTurnedAwayWhileItIsTooOftenIsSoForTheForm() {
        assertThat(isTooOften(no(16))).isTrue();
        assertThat(isTooOften(together(yes(400), no(1)))).isTrue();

        nanos += Duration.ofSeconds(61).toNanos();

        assertThat(isTooOften(no(1))).isFalse();
    }

    @Test
    void aFormThatAProbeWasTakenInIsCountedAnewAndNoOther() {
        isTooOften(no(16));
        turnedAway.opened(new TurnedAway.Form(RUN, "shop", "en"));
        assertThat(isTooOften(no(1))).isTrue();

        turnedAway.opened(FORM);

        assertThat(isTooOften(no(15))).isFalse();
    }

    @Test
    void aRunThatSomebodyResumedIsCountedAnewOnce() {
        isTooOften(no(16));
        assertThat(turnedAway.counted(RUN, Set.of("shop", "other"))).containsExactly("shop");
        assertThat(turnedAway.counted(8, Set.of("shop"))).isEmpty();
        turnedAway.vouchedFor(RUN, "other", TAKEN);
        turnedAway.vouchedFor(8, "shop", TAKEN);
        assertThat(isTooOften(no(1))).isTrue();

        turnedAway.vouchedFor(RUN, "shop", TAKEN);
        assertThat(isTooOften(no(15))).isFalse();

        turnedAway.vouchedFor(RUN, "shop", TAKEN);
        assertThat(isTooOften(no(1))).isTrue();
        turnedAway.vouchedFor(RUN, "shop", TAKEN.plusSeconds(1));
        assertThat(isTooOften(no(1))).isFalse();
    }

    @Test
    void aRunThatSomebodyResumesIsHeardOfWhereItWasTooOftenJustNow() {
        isTooOften(together(no(16), yes(400)));

        assertThat(turnedAway.counted(RUN, Set.of("shop"))).containsExactly("shop");
        turnedAway.vouchedFor(RUN, "shop", TAKEN);
        assertThat(isTooOften(no(1))).isFalse();
    }

    @Test
    void aFormThatIsTakenInAnotherProcessIsCountedAnewOnceItsStopMustHaveBeenSeen() {
        isTooOften(no(16));
        assertThat(turnedAway.outOfFavour(RUN, Set.of("shop"))).isEmpty();

        nanos += Duration.ofSeconds(61).toNanos();

        assertThat(turnedAway.outOfFavour(RUN, Set.of("other"))).isEmpty();
        assertThat(turnedAway.outOfFavour(8, Set.of("shop"))).isEmpty();
        assertThat(turnedAway.outOfFavour(RUN, Set.of("shop"))).containsExactly(FORM);
        turnedAway.isOpen(FORM, TAKEN);
        assertThat(turnedAway.outOfFavour(RUN, Set.of("shop"))).containsExactly(FORM);
        turnedAway.isOpen(FORM, TAKEN.plusMillis(1));
        assertThat(turnedAway.outOfFavour(RUN, Set.of("shop"))).isEmpty();
        assertThat(isTooOften(no(15))).isFalse();
    }

    private boolean isTooOften(List<Answered> claim) {
        turnedAway.count(claim, TAKEN);
        return turnedAway.isTooOften(FORM);
    }

    private List<Answered> claim(int size, Random random, double share) {
        List<Answered> claim = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            claim.add(answered(++people, 1, random.nextDouble() < share));
        }
        return claim;
    }

    private List<Answered> yes(int count) {
        return claim(count, new Random(1), 0);
    }

    private List<Answered> no(int count) {
        return claim(count, new Random(1), 1);
    }

    private List<Answered> blaming(int count) {
        return blaming(no(count));
    }

    /** The same answers, with words that blame us. */
    private static List<Answered> blaming(List<Answered> claim) {
        return claim.stream()
                .map(one -> TurnedAway.isTaken(one)
                        ? one
                        : new Answered(
                                one.message(),
                                new SendResult.Blocked(Reason.SENDER, "550 5.7.1", SendResult.Meant.US_UNLESS_AGAIN)))
                .toList();
    }

    private static List<Answered> together(List<Answered> first, List<Answered> then) {
        List<Answered> all = new ArrayList<>(first);
        all.addAll(then);
        return all;
    }

    private static Answered answered(long delivery, int no, boolean isNo) {
        ClaimedMessage message = Messages.of(new AttemptKey(RUN, delivery, no));
        return new Answered(
                message,
                isNo
                        ? new SendResult.Blocked(Reason.TEMPLATE, "47003", SendResult.Meant.US_OR_VALUES)
                        : new SendResult.Accepted("id"));
    }
}
