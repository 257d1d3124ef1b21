package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.channel.ChannelKind;
import io.carillon.delivery.TownTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Accounts that are changed while calls to them are under way. */
@QuarkusTest
@Timeout(120)
class ChangedSendersTest extends TownTest {
    private final CountDownLatch isAnswered = new CountDownLatch(1);

    @Test
    void callsComeToTheirEndAtTheSenderThatTheyBeganAt() throws Exception {
        town.people(1);
        town.launch("");
        // The first call of a process carries one message.
        town.work();
        town.people("many", 2);
        AtomicBoolean isUnderWay = new AtomicBoolean();
        town.sms.beforeEachCall(() -> await(isUnderWay));
        town.launch("");
        town.settle();
        CompletableFuture<DispatchReport> first = CompletableFuture.supplyAsync(() -> town.dispatch(ChannelKind.SMS));
        Awaitility.await().untilTrue(isUnderWay);

        town.account("ring", "test-ring", "sms", 90_000);
        town.people("more", 1);
        town.sms.beforeEachCall(() -> {});
        town.launch("");
        town.work();
        assertThat(town.sms.closed()).as("while calls are under way").isZero();
        isAnswered.countDown();
        first.get(60, TimeUnit.SECONDS);

        Awaitility.await().until(() -> town.sms.closed() > 0);
        assertThat(town.sms.brokenOff()).isZero();
        assertThat(town.attempts()).doesNotContainKey("sms unknown");
    }

    @Test
    void nothingIsLostWhereItIsChangedAllTheTime() {
        town.people(600);
        town.launch("");
        town.settle();
        AtomicBoolean isOver = new AtomicBoolean();
        CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> {
            for (int i = 0; !isOver.get(); i++) {
                town.account("ring", "test-ring", "sms", 50_000 + i % 2);
            }
        });
        town.sms.beforeEachCall(() -> pause());

        try {
            town.work();
        } finally {
            isOver.set(true);
            changes.join();
        }

        assertThat(town.sms.brokenOff()).isZero();
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 600L));
    }

    private void await(AtomicBoolean isUnderWay) {
        isUnderWay.set(true);
        try {
            assertThat(isAnswered.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(5);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
