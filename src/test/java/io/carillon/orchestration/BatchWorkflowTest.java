package io.carillon.orchestration;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.ChannelKind;
import io.carillon.delivery.settle.BatchPlan;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The durable clock over a batch, with time skipped: what it asks for, in which order, and when it sleeps. */
class BatchWorkflowTest {
    private static final String QUEUE = "carillon-test-control";

    private TestWorkflowEnvironment environment;
    private final FakeLedger ledger = new FakeLedger();

    @BeforeEach
    void start() {
        environment = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(io.temporal.client.WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .registerSearchAttribute(Names.RUN.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .registerSearchAttribute(Names.STAGE.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .registerSearchAttribute(Names.CHANNEL.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST)
                .registerSearchAttribute(Names.REASON.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST)
                .build());
        Worker control = environment.newWorker(QUEUE);
        control.registerWorkflowImplementationTypes(BatchWorkflowImpl.class);
        control.registerActivitiesImplementations(ledger);
        for (ChannelKind channel : ChannelKind.values()) {
            environment.newWorker(Names.sendQueue(QUEUE, channel)).registerActivitiesImplementations(ledger);
        }
        environment.start();
    }

    @AfterEach
    void stop() {
        environment.close();
    }

    @Test
    void sendsEveryDueChannelThenSettlesAgain() {
        ledger.plans = asOf -> ledger.asked.size() == 1 ? sending("push", "sms") : done();

        run();

        assertThat(ledger.asked).startsWith("settle").endsWith("settle");
        assertThat(ledger.asked.stream().filter(asked -> asked.startsWith("dispatch")))
                .containsExactlyInAnyOrder("dispatch push", "dispatch sms");
    }

    @Test
    @Timeout(60)
    void noChannelWaitsForAnotherThatTakesLong() {
        CountDownLatch isPushThrough = new CountDownLatch(3);
        ledger.calls.put("push", isPushThrough::countDown);
        ledger.calls.put("sms", () -> await(isPushThrough));
        ledger.plans = asOf -> isPushThrough.getCount() > 0 ? sending("push", "sms") : done();

        run();

        assertThat(isPushThrough.getCount()).isZero();
        assertThat(ledger.asked.stream().filter("dispatch sms"::equals)).hasSize(1);
        assertThat(ledger.asked.stream().filter("dispatch push"::equals)).hasSize(3);
    }

    @Test
    @Timeout(60)
    void whomNobodyCanTakeAreSettledBeforeTheyAreTriedAgain() {
        ledger.done.put("push", 0);
        ledger.done.put("sms", 0);
        ledger.plans = asOf -> ledger.settledAt.size() < 3 ? sending("push", "sms") : done();

        run();

        // Each channel once for each time that the batch was settled, however often they end beside each other.
        assertThat(ledger.asked.stream().filter("dispatch push"::equals)).hasSize(2);
        assertThat(ledger.asked.stream().filter("dispatch sms"::equals)).hasSize(2);
    }

    @Test
    @Timeout(60)
    void whoeverOpensAnAccountNeedNotWaitForAnotherChannel() throws InterruptedException {
        CountDownLatch isMailBegun = new CountDownLatch(1);
        CountDownLatch isTextSentAgain = new CountDownLatch(2);
        Instant start = Instant.ofEpochMilli(environment.currentTimeMillis());
        ledger.comeBacks.put("sms", start.plus(Duration.ofHours(5)));
        ledger.calls.put("sms", isTextSentAgain::countDown);
        ledger.calls.put("email", () -> {
            isMailBegun.countDown();
            await(isTextSentAgain);
        });
        ledger.plans = asOf -> isTextSentAgain.getCount() > 0 ? sending("sms", "email") : done();
        BatchWorkflow workflow = workflow();

        WorkflowClient.start(workflow::run, 7L, 3);
        await(isMailBegun);
        // What is said before the report of the closed account is there is forgotten with it.
        while (!isTextSentAgain.await(100, TimeUnit.MILLISECONDS)) {
            workflow.nudge();
        }
        WorkflowStub.fromTyped(workflow).getResult(Void.class);

        assertThat(ledger.asked.stream().filter("dispatch email"::equals)).hasSize(1);
    }

    @Test
    @Timeout(60)
    void whoeverAChannelFailedGoesOnWhileItIsAtWork() throws InterruptedException {
        CountDownLatch isMailBegun = new CountDownLatch(1);
        CountDownLatch isTextSent = new CountDownLatch(1);
        ledger.calls.put("sms", isTextSent::countDown);
        ledger.calls.put("email", () -> {
            isMailBegun.countDown();
            await(isTextSent);
        });
        ledger.plans = asOf -> {
            if (isTextSent.getCount() == 0) {
                return done();
            }
            return isMailBegun.getCount() > 0 ? sending("email") : sending("email", "sms");
        };
        BatchWorkflow workflow = workflow();

        WorkflowClient.start(workflow::run, 7L, 3);
        await(isMailBegun);
        while (!isTextSent.await(100, TimeUnit.MILLISECONDS)) {
            workflow.nudge();
        }
        WorkflowStub.fromTyped(workflow).getResult(Void.class);

        assertThat(ledger.asked.stream().filter("dispatch email"::equals)).hasSize(1);
        assertThat(ledger.asked.stream().filter("look"::equals)).hasSizeLessThan(10);
    }

    @Test
    @Timeout(60)
    void aChannelOnWhichNobodyCouldBeTakenIsTriedAgainOnceOthersAreDueThere() {
        CountDownLatch isTextTriedAgain = new CountDownLatch(2);
        ledger.done.put("sms", 0);
        ledger.calls.put("sms", isTextTriedAgain::countDown);
        ledger.calls.put("email", () -> await(isTextTriedAgain));
        ledger.plans = asOf -> switch ((int) isTextTriedAgain.getCount()) {
            case 2 -> sending(due("email", 412), due("sms", 5));
            case 1 -> sending(due("email", 412), due("sms", 6));
            default -> done();
        };

        run();

        assertThat(ledger.asked.stream().filter("dispatch email"::equals)).hasSize(1);
        assertThat(ledger.asked.stream().filter("dispatch sms"::equals)).hasSize(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void sleepsThroughAWaitOfTwoDays() {
        Instant start = Instant.ofEpochMilli(environment.currentTimeMillis());
        Instant end = start.plus(Duration.ofDays(2));
        ledger.plans = asOf -> asOf.isBefore(end) ? waiting(end) : done();

        run();

        assertThat(ledger.settledAt).hasSize(2);
        assertThat(ledger.settledAt.get(1)).isBetween(end, end.plusSeconds(2));
    }

    @Test
    void aNudgeEndsASleepAtOnce() {
        Instant start = Instant.ofEpochMilli(environment.currentTimeMillis());
        List<BatchPlan> answers = new ArrayList<>(List.of(waiting(start.plus(Duration.ofDays(2))), done()));
        ledger.plans = asOf -> answers.remove(0);
        BatchWorkflow workflow = workflow();
        environment.registerDelayedCallback(Duration.ofMinutes(5), workflow::nudge);

        WorkflowClient.start(workflow::run, 7L, 3);
        WorkflowStub.fromTyped(workflow).getResult(Void.class);

        assertThat(Duration.between(start, ledger.settledAt.get(1))).isLessThan(Duration.ofMinutes(10));
    }

    @Test
    void aPausedBatchSendsNothingUntilItIsNudged() {
        List<BatchPlan> answers = new ArrayList<>(List.of(
                sending("sms"),
                new BatchPlan("paused", List.of(), null, "resume", List.of("paused"), List.of()),
                sending("sms"),
                done()));
        ledger.plans = asOf -> answers.remove(0);
        BatchWorkflow workflow = workflow();
        environment.registerDelayedCallback(Duration.ofMinutes(2), workflow::nudge);

        WorkflowClient.start(workflow::run, 7L, 3);
        WorkflowStub.fromTyped(workflow).getResult(Void.class);

        assertThat(ledger.asked)
                .containsExactly("settle", "dispatch sms", "settle", "settle", "dispatch sms", "settle");
        assertThat(Duration.between(ledger.settledAt.get(1), ledger.settledAt.get(2)))
                .isGreaterThan(Duration.ofMinutes(1));
    }

    @Test
    void waitsForTheRateLimitInsteadOfSpinning() {
        Instant start = Instant.ofEpochMilli(environment.currentTimeMillis());
        Instant comeBack = start.plusSeconds(30);
        ledger.comeBack = comeBack;
        ledger.plans = asOf -> asOf.isBefore(comeBack) ? sending("sms") : done();

        run();

        assertThat(ledger.asked).containsExactly("settle", "dispatch sms", "settle", "settle");
        assertThat(ledger.settledAt.get(2)).isAfterOrEqualTo(comeBack);
        assertThat(summaries()).contains("\"waiting for sms: ring: throttled, 412 people\"");
    }

    @Test
    void whileAnAccountIsClosedOtherChannelsAreSentWhenTheyAreDue() {
        Instant start = Instant.ofEpochMilli(environment.currentTimeMillis());
        Instant opens = start.plusSeconds(300);
        Instant mailIsDue = start.plusSeconds(20);
        ledger.comeBack = opens;
        ledger.plans = asOf -> {
            if (!asOf.isBefore(opens)) {
                return done();
            }
            boolean isMailDue = !asOf.isBefore(mailIsDue) && !ledger.asked.contains("dispatch email");
            return isMailDue
                    ? sending("wechat", "email")
                    : new BatchPlan(
                            "sending",
                            List.of(new BatchPlan.ChannelDue("wechat", 412, 0, null)),
                            asOf.isBefore(mailIsDue) ? mailIsDue : null,
                            "",
                            List.of(),
                            List.of());
        };

        run();

        assertThat(ledger.asked.stream().filter(asked -> asked.startsWith("dispatch")))
                .containsExactly("dispatch wechat", "dispatch email");
        assertThat(ledger.settledAt).anySatisfy(at -> assertThat(at).isBetween(mailIsDue, mailIsDue.plusSeconds(5)));
        assertThat(summaries()).contains("\"waiting for wechat: ring: throttled, 412 people\"");
    }

    @Test
    void aWakeThatFindsNothingDueWaitsAtLeastASecond() {
        List<BatchPlan> answers = new ArrayList<>(
                List.of(waiting(Instant.EPOCH), waiting(Instant.EPOCH), waiting(Instant.EPOCH), done()));
        ledger.plans = asOf -> answers.remove(0);

        run();

        for (int i = 1; i < ledger.settledAt.size(); i++) {
            assertThat(Duration.between(ledger.settledAt.get(i - 1), ledger.settledAt.get(i)))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void continuesAsNewBeforeItsHistoryGrowsLong() {
        int rounds = 1_000;
        int[] left = {rounds};
        ledger.plans = asOf -> left[0]-- > 0 ? sending("sms") : done();

        WorkflowStub first = WorkflowStub.fromTyped(run());

        // A plan that was made just before the hand-over is made anew by the next run of the workflow.
        assertThat(ledger.asked.stream().filter("dispatch sms"::equals)).hasSizeBetween(rounds - 10, rounds);
        List<HistoryEvent> events = environment
                .getWorkflowClient()
                .fetchHistory(
                        first.getExecution().getWorkflowId(),
                        first.getExecution().getRunId())
                .getEvents();
        assertThat(events.get(events.size() - 1).getEventType())
                .isEqualTo(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW);
        assertThat(events).hasSizeLessThan(4_200);
    }

    @Test
    void namesItsTimersAndActivitiesForOperators() {
        Instant start = Instant.ofEpochMilli(environment.currentTimeMillis());
        List<BatchPlan> answers = new ArrayList<>(List.of(sending("push"), waiting(start.plusSeconds(60)), done()));
        ledger.plans = asOf -> answers.remove(0);

        run();

        assertThat(summaries())
                .contains(
                        "\"settle and route\"",
                        "\"dispatch push, 412 people\"",
                        "\"waiting for sms receipts, 412 people\"");
    }

    private List<String> summaries() {
        return environment.getWorkflowClient().fetchHistory(Names.batch(7, 3)).getEvents().stream()
                .filter(event ->
                        event.hasUserMetadata() && event.getUserMetadata().hasSummary())
                .map(event -> event.getUserMetadata().getSummary().getData().toStringUtf8())
                .toList();
    }

    private BatchWorkflow run() {
        BatchWorkflow workflow = workflow();
        WorkflowClient.start(workflow::run, 7L, 3);
        WorkflowStub.fromTyped(workflow).getResult(Void.class);
        return workflow;
    }

    private BatchWorkflow workflow() {
        return environment
                .getWorkflowClient()
                .newWorkflowStub(
                        BatchWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(QUEUE)
                                .setWorkflowId(Names.batch(7, 3))
                                .build());
    }

    private static BatchPlan sending(String... channels) {
        return sending(Stream.of(channels).map(channel -> due(channel, 412)).toArray(BatchPlan.ChannelDue[]::new));
    }

    private static BatchPlan sending(BatchPlan.ChannelDue... due) {
        return new BatchPlan("sending", List.of(due), null, "", List.of(), List.of());
    }

    private static BatchPlan.ChannelDue due(String channel, long people) {
        return new BatchPlan.ChannelDue(channel, people, 0, null);
    }

    private static BatchPlan waiting(Instant until) {
        return new BatchPlan("waiting", List.of(), until, "sms receipts, 412 people", List.of(), List.of());
    }

    static BatchPlan done() {
        return new BatchPlan("done", List.of(), null, "", List.of(), List.of());
    }
}
