package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.launcher.drill.BackAgain.Try;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackAgainTest {
    private static final String ALIYUN = "aliyun-marketing";
    private static final BackAgain BACK = new BackAgain(ALIYUN, "sms", Set.of(1L, 2L));

    @Test
    void acceptsThatEverybodyWhoWaitedLeavesWhenItIsBack() {
        assertThat(BACK.wrong(List.of(
                        sms(1, 1, ALIYUN, "blocked"),
                        sms(1, 2, ALIYUN, "accepted"),
                        sms(2, 1, ALIYUN, "undelivered"),
                        new Try(2, 2, "email", "shop-mail", "accepted"),
                        new Try(3, 1, "push", "shop-push", "delivered"))))
                .isEmpty();
    }

    @Test
    void acceptsWhoIsNotToBeSentToAfterAll() {
        assertThat(BACK.wrong(List.of(sms(1, 1, ALIYUN, "unknown"), new Try(2, 0, "sms", "", ""))))
                .isEmpty();
        assertThat(BACK.wrong(List.of(sms(1, 1, ALIYUN, "refused"), new Try(2, 0, "*", "", ""))))
                .isEmpty();
    }

    @Test
    void findsWhoStayedBehind() {
        assertThat(BACK.wrong(List.of(sms(1, 1, ALIYUN, "blocked"), sms(2, 1, ALIYUN, "accepted"))))
                .containsExactly(
                        "1 people waited for aliyun-marketing and did not leave when it was back: deliveries [1]");
        assertThat(BACK.wrong(List.of(sms(1, 1, ALIYUN, "accepted"))))
                .containsExactly(
                        "1 people waited for aliyun-marketing and did not leave when it was back: deliveries [2]");
    }

    @Test
    void findsWhoWentOnToADearerAccountOrChannel() {
        assertThat(BACK.wrong(List.of(
                        sms(1, 1, ALIYUN, "blocked"),
                        sms(1, 2, "twilio-marketing", "accepted"),
                        sms(2, 1, ALIYUN, "accepted"))))
                .containsExactly("1 people whom aliyun-marketing did not take went another way: deliveries [1]");
        assertThat(BACK.wrong(List.of(
                        sms(1, 1, ALIYUN, "accepted"),
                        sms(2, 1, ALIYUN, "not_sent"),
                        new Try(2, 2, "email", "shop-mail", "accepted"),
                        sms(2, 3, ALIYUN, "accepted"))))
                .containsExactly("1 people whom aliyun-marketing did not take went another way: deliveries [2]");
    }

    @Test
    void saysWhenNobodyWaited() {
        assertThat(new BackAgain(ALIYUN, "sms", Set.of()).wrong(List.of()))
                .containsExactly("nobody waited for aliyun-marketing when it came back");
    }

    private static Try sms(long delivery, int no, String account, String state) {
        return new Try(delivery, no, "sms", account, state);
    }
}
