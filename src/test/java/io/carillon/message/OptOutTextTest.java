package io.carillon.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptOutTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "满300减50 拒收请回复R",
                "满减 退订回T",
                "满减，回T退订",
                "回复TD退订",
                "回复“退订”即可",
                "退订：回T",
                "拒收可回R",
                "Sale. Reply STOP to opt out",
                "Text STOP to end",
                "sale stop=end",
                "STOP to unsubscribe",
                "Send \"STOP\"",
                "Opt-out: shop.example/o",
                "txt stop2end"
            })
    void saysHow(String text) {
        assertThat(OptOutText.isIn(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Non-stop deals this week: 50 off 300",
                "Next stop: Paris. 50 off",
                "本周满300减50，不拒收旧款",
                "Stop to think",
                "回馈会员 满300减50",
                "回头客 T恤五折",
                "Reply to win",
                "新书发售"
            })
    void saysNothingOfIt(String text) {
        assertThat(OptOutText.isIn(text)).isFalse();
    }
}
