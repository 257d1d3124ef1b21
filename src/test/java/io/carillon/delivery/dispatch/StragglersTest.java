package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.delivery.TownTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that hang, and whether the next micro-batch waits for them. */
@QuarkusTest
@Timeout(180)
class StragglersTest extends TownTest {
    /** Of a call, which may be one of several that a thread makes. */
    private static final long MOST_IN_A_CALL = 16;

    private static final int MOST_IN_A_CLAIM = 64;
    private static final Duration SOON = Duration.ofSeconds(60);

    @Inject
    Dispatcher dispatcher;

    private final HangingCall call = new HangingCall();
    private final AtomicReference<DispatchReport> heard = new AtomicReference<>(DispatchReport.none());
    private long run;

    @BeforeEach
    void callOnce() {
        town.account("ring", "test-ring", "sms", MOST_IN_A_CLAIM);
        // The first call of a process carries one message.
        town.phone(town.person("first"), "-first");
        town.launch("");
        town.work();
    }

    @AfterEach
    void answer() {
        call.end();
    }

    @Test
    void theNextMicroBatchWaitsForNoCallThatHangs() throws Exception {
        town.sms.answer(town.phone(town.person("slow"), "-slow"), call::hang);
        town.people(300);

        CompletableFuture<DispatchReport> dispatch = dispatch();
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(heard.get().accepted()).isGreaterThanOrEqualTo(301 - MOST_IN_A_CALL));

        assertThat(dispatch).isNotDone();
        assertThat(inFlight()).isBetween(1L, MOST_IN_A_CALL);
        town.assertSum();
        call.end();
        DispatchReport report = dispatch.get(60, TimeUnit.SECONDS);
        assertThat(report.accepted()).isEqualTo(301);
        assertThat(report.unknown()).isOne();
        assertThat(town.sms.taken()).hasSize(1 + 301);
        assertThat(town.attempts()).containsOnly(entry("sms accepted", 301L), entry("sms unknown", 1L));
        town.assertSum();
    }

    @Test
    void nobodyElseIsHandedOverWhileTooManyHang() throws Exception {
        town.people(300);
        town.sms.answer("*", call::hang);

        CompletableFuture<DispatchReport> dispatch = dispatch();

        assertThatItStaysAtOneClaim();
        assertThat(town.attempts()).containsOnlyKeys("sms in_flight");
        call.end();
        dispatch.get(60, TimeUnit.SECONDS);
    }

    @Test
    void norWhileTheVendorSaysAnythingButYesAndNo() throws Exception {
        town.sms.answer(town.phone(town.person("slow"), "-slow"), call::hang);
        // Everybody else: one alone might stand behind the hung one in the same call.
        town.sms.answer("*", message -> new SendResult.NotSent(Reason.THROTTLED, "429", Duration.ofMinutes(2)));
        town.people(300);

        CompletableFuture<DispatchReport> dispatch = dispatch();

        assertThatItStaysAtOneClaim();
        call.end();
        dispatch.get(60, TimeUnit.SECONDS);
    }

    @Test
    void refusalsStopTheChannelAlthoughACallHangs() throws Exception {
        town.sms.answer(town.phone(town.person("slow"), "-slow"), call::hang);
        town.sms.answer("*", message -> new SendResult.Refused(Reason.POLICY_REFUSED, "X1"));
        town.people(600);

        CompletableFuture<DispatchReport> dispatch = dispatch();
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> town.api()
                        .get("/api/campaigns/" + run + "/progress")
                        .then()
                        .body("blocked.reason", Matchers.contains("many_refusals")));

        assertThat(inFlight()).isBetween(1L, MOST_IN_A_CALL);
        assertThat(town.attempts().get("sms refused")).isBetween(101L, 3L * MOST_IN_A_CLAIM);
        call.end();
        dispatch.get(60, TimeUnit.SECONDS);
        town.assertSum();
    }

    private CompletableFuture<DispatchReport> dispatch() {
        run = town.launch("");
        town.settle();
        return CompletableFuture.supplyAsync(
                () -> dispatcher.dispatch(run, 1, ChannelKind.SMS, town.now(), heard::set));
    }

    /** For longer than it takes to go on. */
    private void assertThatItStaysAtOneClaim() {
        Awaitility.await().atMost(SOON).until(() -> inFlight() > 0);
        long claimed = claimed();
        assertThat(claimed).isLessThanOrEqualTo(MOST_IN_A_CLAIM);
        Duration longEnough = HandOver.MOMENT.multipliedBy(4);
        Awaitility.await().during(longEnough).atMost(longEnough.multipliedBy(2)).until(() -> claimed() == claimed);
        town.assertSum();
    }

    private long claimed() {
        return town.attempts().values().stream().mapToLong(Long::longValue).sum();
    }

    private long inFlight() {
        return town.attempts().getOrDefault("sms in_flight", 0L);
    }
}
