package io.carillon.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.ChannelKind;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.database.Sql;
import io.carillon.delivery.TownTest;
import io.carillon.delivery.claim.Answered;
import io.carillon.delivery.claim.Claim;
import io.carillon.delivery.claim.ClaimedMessage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that come while other calls of the same micro-batch hang. */
@QuarkusTest
@Timeout(120)
class EarlyAnswersTest extends TownTest {
    @Inject
    Sql sql;

    @Inject
    Dispatcher dispatcher;

    private final HangingCall call = new HangingCall();

    @Test
    void nobodyWaitsForACallThatHangs() throws Exception {
        town.people(2);
        town.launch("");
        // The first call of a process carries one message.
        town.work();
        long refused = town.person("refused");
        town.mailbox(refused, "refused");
        town.sms.answer(
                town.phone(refused, "-refused"), message -> new SendResult.Refused(Reason.NOT_REACHABLE, "30003"));
        town.sms.answer(town.phone(town.person("slow"), "-slow"), call::hang);
        long run = town.launch("");
        town.settle();
        AtomicReference<DispatchReport> heard = new AtomicReference<>(DispatchReport.none());

        CompletableFuture<DispatchReport> dispatch = CompletableFuture.supplyAsync(
                () -> dispatcher.dispatch(run, 1, ChannelKind.SMS, town.now(), heard::set));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(town.attempts())
                        .containsOnly(entry("sms accepted", 2L), entry("sms refused", 1L), entry("sms in_flight", 1L)));

        assertThat(channelOf(run, refused)).as("where the policy leads").isEqualTo("email");
        assertThat(marks(run)).as("what a crash would ask for").isPositive();
        town.assertSum();
        Awaitility.await().until(() -> heard.get().refused() == 1);
        call.end();
        DispatchReport report = dispatch.get(60, TimeUnit.SECONDS);

        assertThat(List.of(report.accepted(), report.refused(), report.unknown()))
                .containsExactly(2L, 1L, 1L);
        assertThat(town.attempts())
                .containsOnly(entry("sms accepted", 2L), entry("sms refused", 1L), entry("sms unknown", 1L));
        assertThat(marks(run)).isZero();
        town.work();
        assertThat(town.states()).containsOnly(entry("sent", 3L), entry("unknown time_out", 1L));
    }

    @Test
    void whoHasADeviceThatIsNotDecidedWaitsForTheRest() {
        List<ClaimedMessage> messages = List.of(message(1, 1), message(1, 2), message(2, 1), message(3, 1));
        Claim claim = new Claim(UUID.randomUUID(), messages, List.of(), 4, 0, Map.of(), Set.of(), true);
        List<Answered> written = new ArrayList<>();
        EarlyAnswers early = new EarlyAnswers(claim, written::addAll, heard -> {});
        SendResult accepted = new SendResult.Accepted("1");
        SendResult throttled = new SendResult.NotSent(Reason.THROTTLED, "429", null);

        early.answered(List.of(
                new Answered(messages.get(0), accepted),
                new Answered(messages.get(1), throttled),
                new Answered(messages.get(2), accepted)));

        assertThat(written).extracting(Answered::message).containsExactly(messages.get(2));
    }

    @Test
    void whoseDevicesAreDecidedOneAfterTheOtherIsWrittenWithTheLast() {
        List<ClaimedMessage> messages = List.of(message(1, 1), message(1, 2), message(2, 1));
        Claim claim = new Claim(UUID.randomUUID(), messages, List.of(), 3, 0, Map.of(), Set.of(), true);
        List<Answered> written = new ArrayList<>();
        EarlyAnswers early = new EarlyAnswers(claim, written::addAll, heard -> {});
        SendResult accepted = new SendResult.Accepted("1");

        early.answered(List.of(new Answered(messages.get(0), accepted)));
        assertThat(written).isEmpty();
        early.answered(List.of(new Answered(messages.get(1), accepted)));

        assertThat(written).extracting(Answered::message).containsExactly(messages.get(0), messages.get(1));
        assertThat(early.left(
                        List.of(new Answered(messages.get(0), accepted), new Answered(messages.get(2), accepted))))
                .extracting(Answered::message)
                .containsExactly(messages.get(2));
    }

    private static ClaimedMessage message(long person, int device) {
        return new ClaimedMessage(
                new AttemptKey(1, person, device),
                1,
                0,
                null,
                null,
                "push",
                "",
                null,
                "form",
                Map.of(),
                1,
                1,
                false,
                0);
    }

    private String channelOf(long run, long person) {
        return sql.one(
                "select channel from delivery where run_id = ? and profile_id = ?",
                row -> row.getString(1),
                run,
                person);
    }

    private long marks(long run) {
        return sql.one("""
                select count(*) from claim_call where claim_token in (select claim_token from attempt where run_id = ?)""", row -> row.getLong(1), run);
    }
}
