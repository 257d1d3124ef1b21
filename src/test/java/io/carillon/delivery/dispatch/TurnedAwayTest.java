package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Mode;
import io.carillon.channel.Money;
import io.carillon.channel.Purpose;
import io.carillon.channel.RateLimit;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.VendorAccount;
import io.carillon.delivery.claim.Answered;
import io.carillon.delivery.claim.ClaimedMessage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnedAwayTest {
    private static final long RUN = 7;
    private static final TurnedAway.Form FORM = new TurnedAway.Form(RUN, "shop", "zh");
    private static final VendorAccount SHOP = new VendorAccount(
            "shop",
            "test-ring",
            ChannelKind.PUSH,
            Purpose.MARKETING,
            "",
            Set.of(),
            Mode.SANDBOX,
            1,
            new RateLimit(1000, RateLimit.Unit.MESSAGES),
            new Money(BigDecimal.ONE, "CNY"),
            Map.of(),
            Map.of());

    private long nanos;
    private final TurnedAway turnedAway = new TurnedAway(() -> nanos);
    private long people;

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.05, 0.1, 0.13})
    void fewAmongThoseForWhomItIsTakenAreNeverTooMany(double share) {
        Random random = new Random(11);
        for (int claim = 0; claim < 200; claim++) {
            turnedAway.count(claim(500, random, share));
            assertThat(turnedAway.isTooOften(FORM)).as("claim %d", claim).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.4, 1})
    void moreThanAFifthAreTooMany(double share) {
        Random random = new Random(11);
        for (int claim = 0; claim < 10; claim++) {
            turnedAway.count(claim(500, random, share));
        }

        assertThat(turnedAway.isTooOften(FORM)).isTrue();
    }

    @Test
    void manyForWhomItWasTakenDoNotMakeUpForThoseAfterThem() {
        turnedAway.count(together(yes(400), no(15)));
        assertThat(turnedAway.isTooOften(FORM)).isFalse();

        turnedAway.count(together(no(1), yes(400)));
        assertThat(turnedAway.isTooOften(FORM)).isTrue();
    }

    @Test
    void devicesOfOnePersonCountAsOne() {
        List<Answered> devices = new ArrayList<>();
        for (int device = 1; device <= 40; device++) {
            devices.add(answered(1, device, true));
        }

        turnedAway.count(devices);

        assertThat(turnedAway.isTooOften(FORM)).isFalse();
    }

    @Test
    void aChannelThatThisProcessOpenedIsCountedAnew() {
        turnedAway.count(no(16));
        turnedAway.opened(RUN, "other");
        turnedAway.opened(8, "shop");
        assertThat(turnedAway.isTooOften(FORM)).isTrue();

        turnedAway.opened(RUN, "shop");

        assertThat(turnedAway.isTooOften(FORM)).isFalse();
        turnedAway.count(no(15));
        assertThat(turnedAway.isTooOften(FORM)).isFalse();
    }

    @Test
    void aChannelThatAnotherProcessOpenedIsCountedAnewOnceItsStopMustHaveBeenSeen() {
        turnedAway.count(no(16));
        turnedAway.areOpen(RUN, Set.of("shop"));
        assertThat(turnedAway.isTooOften(FORM)).isTrue();

        nanos += Duration.ofSeconds(61).toNanos();
        turnedAway.areOpen(RUN, Set.of("other"));
        turnedAway.count(no(1));
        assertThat(turnedAway.isTooOften(FORM)).isTrue();

        nanos += Duration.ofSeconds(61).toNanos();
        turnedAway.areOpen(RUN, Set.of("shop"));
        turnedAway.count(no(15));
        assertThat(turnedAway.isTooOften(FORM)).isFalse();
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

    private static List<Answered> together(List<Answered> first, List<Answered> then) {
        List<Answered> all = new ArrayList<>(first);
        all.addAll(then);
        return all;
    }

    private static Answered answered(long delivery, int no, boolean isNo) {
        ClaimedMessage message = new ClaimedMessage(
                new AttemptKey(RUN, delivery, no), 1, 0, null, SHOP, "push", "", null, "zh", Map.of(), 1, 1, false, 0);
        return new Answered(
                message, isNo ? new SendResult.Blocked(Reason.TEMPLATE, "47003", true) : new SendResult.Accepted("id"));
    }
}
