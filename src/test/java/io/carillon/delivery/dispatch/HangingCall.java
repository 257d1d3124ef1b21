package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A call of a vendor that does not answer until the test lets it run out of time. */
final class HangingCall {
    private final CountDownLatch isOver = new CountDownLatch(1);

    SendResult hang(Outbound message) {
        try {
            assertThat(isOver.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return new SendResult.Unknown(Reason.TIME_OUT, "");
    }

    void end() {
        isOver.countDown();
    }
}
