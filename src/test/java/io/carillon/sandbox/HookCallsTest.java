package io.carillon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookCallsTest {
    @TempDir
    private Path data;

    private HookStub carillon = new HookStub();
    private Sandbox sandbox;

    private void start(Integer... answers) {
        carillon.close();
        carillon = new HookStub(answers);
        sandbox = Sandbox.start(SandboxOptions.onFreePorts(data, carillon.url()), List.of());
    }

    @AfterEach
    void stop() {
        sandbox.close();
        carillon.close();
    }

    @Test
    void callsAgainUntilCarillonIsBack() {
        start(503, 500);
        post("/hooks/x", "a", Duration.ZERO);

        awaitCalls(3);
        assertThat(bodies()).containsExactly("a", "a", "a");
    }

    @Test
    void doesNotCallAgainAfterARefusal() {
        start(403);
        post("/hooks/x", "refused", Duration.ZERO);
        awaitCalls(1);
        post("/hooks/x", "next", Duration.ZERO);

        awaitCalls(2);
        assertThat(bodies()).containsExactly("refused", "next");
    }

    @Test
    void neverCallsAnotherMachine() {
        start();
        sandbox.kit().post("http://192.0.2.1/hooks/x", Map.of(), "text/plain", new byte[0], Duration.ZERO);
        post("/hooks/x", "here", Duration.ZERO);

        awaitCalls(1);
        assertThat(((StandardKit) sandbox.kit()).hooks().lost()).isEqualTo(1);
    }

    @Test
    void deliversManyCallsOnce() {
        start();
        int many = 1_000;
        IntStream.range(0, many).forEach(i -> post("/hooks/x", "m" + i, Duration.ofMillis(i % 7)));

        awaitCalls(many);
        assertThat(bodies()).doesNotHaveDuplicates();
    }

    @Test
    void sendsReceiptsInOrderWhereThereIsNoFault() {
        start();
        receipts();

        awaitCalls(2);
        assertThat(bodies()).containsExactly("first", "second");
    }

    @Test
    void losesTurnsAndDoublesReceiptsOnDemand() {
        start();
        sandbox.faults().add(FaultRule.always("plain", Fault.Kind.RECEIPT_LOST).times(1));
        receipts();
        sandbox.faults()
                .add(FaultRule.always("plain", Fault.Kind.RECEIPT_SHUFFLED)
                        .time(Duration.ofMillis(150))
                        .times(1));
        receipts();
        awaitCalls(2);
        assertThat(bodies()).containsExactly("second", "first");

        sandbox.faults()
                .add(FaultRule.always("plain", Fault.Kind.RECEIPT_DOUBLED).times(1));
        receipts();
        awaitCalls(6);
        assertThat(bodies().subList(2, 6)).containsExactlyInAnyOrder("first", "first", "second", "second");
    }

    @Test
    void bringsEachReceiptThreeTimesOnDemand() {
        start();
        sandbox.faults().add(FaultRule.always("plain", Fault.Kind.RECEIPT_TRIPLED));

        receipts();

        awaitCalls(6);
        assertThat(bodies()).containsExactlyInAnyOrder("first", "first", "first", "second", "second", "second");
    }

    @Test
    void letsTheVendorAnswerOnlyAfterReceiptsThatAreToComeEarlier() {
        start(503);
        sandbox.faults().add(FaultRule.always("plain", Fault.Kind.RECEIPT_EARLY).time(Duration.ZERO));

        receipts().toCompletionStage().toCompletableFuture().join();

        // The first call met a 503 and was made again; the answer waited for it, and for the order.
        assertThat(bodies()).containsExactly("first", "first", "second");
    }

    @Test
    void letsTheVendorAnswerAtOnceWhereReceiptsAreNotEarly() {
        start();

        assertThat(receipts().isComplete()).isTrue();
    }

    @Test
    void addsUpFaultsOfDifferentKinds() {
        start();
        sandbox.faults()
                .add(FaultRule.always("plain", Fault.Kind.RECEIPT_TRIPLED).time(Duration.ofMillis(100)));
        sandbox.faults().add(FaultRule.always("plain", Fault.Kind.RECEIPT_SHUFFLED));
        sandbox.faults().add(FaultRule.always("plain", Fault.Kind.RECEIPT_SHUFFLED));
        sandbox.faults().add(FaultRule.always("plain", Fault.Kind.RECEIPT_EARLY).time(Duration.ZERO));

        receipts().toCompletionStage().toCompletableFuture().join();

        assertThat(bodies().subList(0, 2)).containsExactly("second", "first");
        awaitCalls(6);
        assertThat(bodies()).filteredOn("first"::equals).hasSize(3);
        assertThat(sandbox.faults().states())
                .as("of one kind the first counts")
                .extracting(FaultRules.State::fired)
                .containsExactly(1L, 1L, 0L, 1L);
    }

    @Test
    void holdsReceiptsUntilTheyAreReleased() {
        start();
        sandbox.faults().add(FaultRule.always("plain", Fault.Kind.RECEIPT_HELD).times(1));
        receipts();
        receipts();
        awaitCalls(2);
        assertThat(((StandardKit) sandbox.kit()).held().byVendor()).isEqualTo(Map.of("plain", 2L));

        assertThat(sandbox.releaseReceipts()).isEqualTo(2);

        awaitCalls(4);
        assertThat(sandbox.releaseReceipts()).isZero();
    }

    private Future<Void> receipts() {
        return sandbox.kit()
                .receipts(
                        "plain",
                        "id-1",
                        "+1",
                        List.of(
                                new Receipt(
                                        Receipt.Tells.DELIVERED,
                                        Duration.ZERO,
                                        delay -> post("/hooks/x", "first", delay)),
                                new Receipt(
                                        Receipt.Tells.DELIVERED,
                                        Duration.ofMillis(30),
                                        delay -> post("/hooks/x", "second", delay))));
    }

    private Future<Boolean> post(String path, String body, Duration delay) {
        return sandbox.kit()
                .post(carillon.url() + path, Map.of(), "text/plain", body.getBytes(StandardCharsets.UTF_8), delay);
    }

    private List<String> bodies() {
        return carillon.calls().stream().map(HookStub.Call::body).toList();
    }

    private void awaitCalls(int number) {
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> carillon.calls().size() >= number);
        assertThat(carillon.calls()).hasSize(number);
    }
}
