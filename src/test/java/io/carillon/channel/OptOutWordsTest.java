package io.carillon.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptOutWordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "STOP",
                "stop!",
                "\"STOP\"",
                "“stop”",
                " r ",
                "Ｒ",
                "TD",
                "回复R",
                "回复 TD。",
                "回T",
                "Reply STOP",
                "退订",
                "【退订】",
                "拒收",
                "回复拒收",
                "取消订阅",
                "请不要再发！",
                "opt out",
                "OPT-OUT",
                "optout",
                "please  stop",
                "Stop it.",
                "STOP 🙏",
                "ARRÊT",
                "arrêt.",
                "unsubscribe",
                "退訂",
                "取消訂閱",
                "退订🙅‍♀️",
                "STOP\u200B",
                "\uFEFFSTOP",
                "STOP\u200E",
                "s\u00ADtop",
                "\u3164STOP",
                "st\0op",
                "拒收簡訊",
                "拒收\u200B"
            })
    void optsOut(String reply) {
        assertThat(OptOutWords.isOptOut(reply)).isTrue();
        assertThat(OptOutWords.isOptIn(reply)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "!",
                "🙂",
                "回复",
                "stop by tomorrow?",
                "不退订",
                "please don't stop",
                "Rest",
                "取消订单",
                "T恤有货吗",
                "how do I opt out"
            })
    void isAnOrdinaryReply(String reply) {
        assertThat(OptOutWords.isOptOut(reply)).isFalse();
        assertThat(OptOutWords.isOptIn(reply)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"START", "“start”", "unstop!", " yes."})
    void optsIn(String reply) {
        assertThat(OptOutWords.isOptIn(reply)).isTrue();
    }
}
