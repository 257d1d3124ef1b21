package io.carillon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomesTest {
    private static final int MANY = 20_000;

    @ParameterizedTest
    @CsvSource({"twilio, 0.02, 0.035", "smtp, 0.01, 0.15", "fcm, 0.03, 0", "nobody, 0, 0"})
    void behavesLikePeopleUsuallyDo(String vendor, double refused, double undelivered) {
        Outcomes outcomes = new Outcomes(Map.of(), 1);

        assertThat(share(outcomes, vendor, SandboxKit.Outcome.REFUSED)).isCloseTo(refused, within(0.005));
        assertThat(share(outcomes, vendor, SandboxKit.Outcome.UNDELIVERED)).isCloseTo(undelivered, within(0.01));
    }

    @Test
    void takesSharesFromSettings() {
        Outcomes outcomes = new Outcomes(Map.of("twilio.refused", "0.5", "twilio.undelivered", "0.5"), 1);

        assertThat(share(outcomes, "twilio", SandboxKit.Outcome.REFUSED)).isCloseTo(0.5, within(0.02));
        assertThat(share(outcomes, "twilio", SandboxKit.Outcome.DELIVERED)).isZero();
    }

    @Test
    void decidesTheSameForAnAddressEveryTimeAndOtherwiseForAnotherSeed() {
        Map<String, String> half = Map.of("twilio.refused", "0.5");

        assertThat(fates(new Outcomes(half, 7))).isEqualTo(fates(new Outcomes(half, 7)));
        assertThat(fates(new Outcomes(half, 7))).isNotEqualTo(fates(new Outcomes(half, 8)));
    }

    @Test
    void letsEverythingArriveWhenSwitchedOff() {
        Outcomes outcomes = new Outcomes(Map.of("outcomes", "all-delivered", "twilio.refused", "1"), 1);

        assertThat(share(outcomes, "twilio", SandboxKit.Outcome.DELIVERED)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"twilio.refused, 2", "twilio.undelivered, lots", "outcomes, none"})
    void saysWhatToFixInASetting(String key, String value) {
        assertThatThrownBy(() -> new Outcomes(Map.of(key, value), 1))
                .isInstanceOf(SandboxFailure.class)
                .hasMessageContaining(key);
    }

    @Test
    void drawsFaultsByShareTheSameWayForTheSameSeed() {
        List<Boolean> first = drawn(new FaultRules(3));

        assertThat(drawn(new FaultRules(3))).isEqualTo(first);
        assertThat(drawn(new FaultRules(4))).isNotEqualTo(first);
        assertThat(first.stream().filter(fired -> fired).count()).isBetween(60L, 140L);
    }

    private static List<Boolean> drawn(FaultRules rules) {
        rules.add(FaultRule.always("twilio", Fault.Kind.HANG).share(0.1));
        return IntStream.range(0, 1_000)
                .mapToObj(i -> rules.draw("twilio", "+" + i) != null)
                .toList();
    }

    private static List<SandboxKit.Outcome> fates(Outcomes outcomes) {
        return IntStream.range(0, 200)
                .mapToObj(i -> outcomes.of("twilio", "+1415555" + i))
                .toList();
    }

    @Test
    void aFaultTellsHowManyMessagesTheCallsCarriedAtWhichItFired() {
        FaultRules rules = new FaultRules(7);
        rules.add(FaultRule.always("aliyun", Fault.Kind.RESET).times(2));

        rules.draw("aliyun", List.of("+8613800000001", "+8613800000002", "+8613800000003"));
        rules.draw("aliyun", "+8613800000004");
        rules.draw("aliyun", List.of("+8613800000005", "+8613800000006"));

        assertThat(rules.states())
                .singleElement()
                .satisfies(state ->
                        assertThat(List.of(state.fired(), state.messages())).containsExactly(2L, 4L));
    }

    private static double share(Outcomes outcomes, String vendor, SandboxKit.Outcome wanted) {
        return IntStream.range(0, MANY)
                        .filter(i -> outcomes.of(vendor, "+8613" + (800_000_000 + i * 37)) == wanted)
                        .count()
                / (double) MANY;
    }
}
