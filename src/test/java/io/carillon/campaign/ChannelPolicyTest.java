package io.carillon.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.campaign.ChannelPolicy.Action;
import io.carillon.campaign.ChannelPolicy.AwaitedState;
import io.carillon.campaign.ChannelPolicy.Step;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChannelPolicyTest {
    private static final Step SMS = new Step(ChannelKind.SMS, AwaitedState.DELIVERED, Duration.ofHours(2));
    private final ChannelPolicy defaults = new ChannelPolicy(List.of(SMS), Map.of());

    @ParameterizedTest
    @CsvSource({
        "no_address, NEXT",
        "no_grant, NEXT",
        "opted_out, NEXT",
        "no_account, NEXT",
        "missing_variable, NEXT",
        "dead_token, NEXT",
        "bounced, NEXT",
        "not_confirmed, STOP",
        "same_address, STOP",
        "vendor_down, RETRY",
        "time_out, LEAVE",
        "suppressed, STOP",
        "balance, WAIT",
        "throttled, RETRY",
        "window, WAIT",
    })
    void defaultsAreThoseOfTheDesign(String reason, Action action) {
        assertThat(defaults.action(Reason.of(reason))).isEqualTo(action);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonLeadsSomewhere(Reason reason) {
        assertThat(defaults.action(reason)).isNotNull();
    }

    @Test
    void whatTheAuthorSaysReplacesTheDefault() {
        ChannelPolicy policy = new ChannelPolicy(List.of(SMS), Map.of(Reason.Rule.REFUSED, Action.STOP));

        assertThat(policy.action(Reason.INVALID_ADDRESS)).isEqualTo(Action.STOP);
        assertThat(policy.action(Reason.BOUNCED)).isEqualTo(Action.NEXT);
    }

    @Test
    void fingerprintSeesContentAndNotTheOrderOfKeys() throws Exception {
        ObjectMapper json = new ObjectMapper();
        String one =
                Fingerprint.of(json.readTree("{\"a\": [1, 2], \"b\": {\"c\": 1, \"d\": \"x\"}}"), defaults.toJson());

        assertThat(Fingerprint.of(json.readTree("{\"b\":{\"d\":\"x\",\"c\":1},\"a\":[1,2]}"), defaults.toJson()))
                .isEqualTo(one)
                .matches("[0-9a-f]{64}");
        assertThat(Fingerprint.of(json.readTree("{\"b\":{\"d\":\"x\",\"c\":1},\"a\":[2,1]}"), defaults.toJson()))
                .isNotEqualTo(one);
        ChannelPolicy other = new ChannelPolicy(List.of(SMS), Map.of(Reason.Rule.REFUSED, Action.STOP));
        assertThat(Fingerprint.of(other.toJson())).isNotEqualTo(Fingerprint.of(defaults.toJson()));
    }
}
