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
                "txt stop2end",
                "Reply stop to opt out",
                "Reply R to unsubscribe",
                "Reply with the word STOP",
                "回复STOP即可",
                "TD退订，满减，回TD退订",
                "拒收请回复Ｒ",
                "Manage or unsubscribe here: https://shop.example/u",
                "退订点 shop.example/u",
                "50 off. Unsubscribe: ${unsubscribe_url}"
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
                "新书发售",
                "老会员返场，秋款衬衫换回T恤两件",
                "下单即发T恤一件，满300减50",
                "退订会员不退款？满300减50 换回T恤",
                "换回T恤，换回R级",
                "Sale 50 off. Never miss out, never unsubscribe from fun",
                "Text R U free on Friday? 50 off",
                "Reply 4 to unsubscribe. 50 off",
                "Opt out: reply N",
                "Text end of sale",
                "退订回N",
                "Send Tees to your friends"
            })
    void saysNothingOfIt(String text) {
        assertThat(OptOutText.isIn(text)).isFalse();
    }
}
