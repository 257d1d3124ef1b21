package io.carillon.orchestration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.delivery.settle.BatchPlan;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A campaign's own workflow, with time skipped: it freezes, waits for the start, keeps batches going and closes. */
class CampaignWorkflowTest {
    private static final String QUEUE = "carillon-test-control";
    private static final AtomicInteger STARTED = new AtomicInteger();
    private static final Duration BATCH_TIME = Duration.ofMinutes(3);

    private TestWorkflowEnvironment environment;
    private final Ledger ledger = new Ledger();

    /** Stands in for the ledger. */
    private static final class Ledger implements RunActivities {
        private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
        private final List<Instant> lookedAt = Collections.synchronizedList(new ArrayList<>());
        private volatile Function<Integer, RunLook> looks = number -> closed();
        private volatile TestWorkflowEnvironment clock;

        @Override
        public void freeze(long run) {
            asked.add("freeze");
        }

        @Override
        public RunLook look(long run) {
            lookedAt.add(Instant.ofEpochMilli(clock.currentTimeMillis()));
            return looks.apply(lookedAt.size());
        }

        @Override
        public void close(long run) {
            asked.add("close");
        }
    }

    /** A batch that takes its time. */
    public static class SlowBatch implements BatchWorkflow {
        @Override
        public void run(long run, int batch) {
            STARTED.incrementAndGet();
            Workflow.sleep(BATCH_TIME);
        }

        @Override
        public void nudge() {}

        @Override
        public @Nullable BatchPlan progress() {
            return null;
        }
    }

    @BeforeEach
    void start() {
        STARTED.set(0);
        environment = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(io.temporal.client.WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .registerSearchAttribute(Names.RUN.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .registerSearchAttribute(Names.STAGE.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .registerSearchAttribute(Names.CHANNEL.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST)
                .registerSearchAttribute(Names.REASON.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST)
                .build());
        ledger.clock = environment;
        Worker worker = environment.newWorker(QUEUE);
        worker.registerWorkflowImplementationTypes(CampaignWorkflowImpl.class, SlowBatch.class);
        worker.registerActivitiesImplementations(ledger);
        environment.start();
    }

    @AfterEach
    void stop() {
        environment.close();
    }

    @Test
    void freezesAtOnceAndBeginsWhenItsTimeHasCome() {
        Instant begin = now().plus(Duration.ofDays(2));
        ledger.looks = number -> number == 1
                ? look("scheduled", begin, List.of(), 0)
                : number == 2
                        ? look("running", null, List.of(1), 0)
                        : number < 5 ? look("running", null, List.of(), 1) : closed();

        run();

        assertThat(ledger.asked).startsWith("freeze");
        assertThat(ledger.lookedAt.get(1)).isBetween(begin, begin.plusSeconds(2));
        assertThat(STARTED).hasValue(1);
    }

    @Test
    void closesWhenEveryBatchIsDone() {
        ledger.looks = number -> number == 1 ? look("running", null, List.of(), 2) : closed();

        run();

        assertThat(ledger.asked).containsExactly("freeze", "close");
    }

    @Test
    void endsWhereTheDatabaseHasNoSuchRun() {
        ledger.looks = number -> {
            throw ApplicationFailure.newNonRetryableFailure("the database has no run 7", "RunGone");
        };

        assertThatThrownBy(this::run).isInstanceOf(WorkflowFailedException.class);

        assertThat(ledger.lookedAt).hasSize(1);
        assertThat(STARTED).hasValue(0);
    }

    @Test
    void aBatchThatRunsAlreadyIsNoFailureAndRunsOnce() {
        ledger.looks = number -> number <= 2 ? look("running", null, List.of(1, 2), 0) : closed();
        CampaignWorkflow workflow = workflow();
        environment.registerDelayedCallback(Duration.ofSeconds(30), workflow::nudge);

        WorkflowClient.start(workflow::run, 7L);
        RunLook last = WorkflowStub.fromTyped(workflow).getResult(RunLook.class);

        assertThat(last).isEqualTo(closed());
        assertThat(ledger.lookedAt).hasSize(3);
        assertThat(STARTED).hasValue(2);
    }

    @Test
    void batchesGoOnWhenTheCampaignsWorkflowEnds() {
        ledger.looks = number -> number == 1 ? look("running", null, List.of(1), 0) : closed();
        CampaignWorkflow workflow = workflow();
        environment.registerDelayedCallback(Duration.ofSeconds(10), workflow::nudge);
        WorkflowClient.start(workflow::run, 7L);
        WorkflowStub.fromTyped(workflow).getResult(Void.class);

        WorkflowStub batch = environment.getWorkflowClient().newUntypedWorkflowStub(Names.batch(7, 1));
        batch.getResult(Void.class);

        assertThat(batch.describe().getStatus().name()).endsWith("COMPLETED");
    }

    @Test
    void aPausedCampaignSleepsUntilItIsNudged() {
        ledger.looks = number -> number == 1 ? look("paused", null, List.of(), 0) : closed();
        CampaignWorkflow workflow = workflow();
        Instant begun = now();
        environment.registerDelayedCallback(Duration.ofSeconds(20), workflow::nudge);

        WorkflowClient.start(workflow::run, 7L);
        WorkflowStub.fromTyped(workflow).getResult(Void.class);

        assertThat(Duration.between(begun, ledger.lookedAt.get(1)))
                .isBetween(Duration.ofSeconds(19), Duration.ofSeconds(50));
    }

    @Test
    void continuesAsNewAndReadsItsBatchesFromTheLedgerAgain() {
        int rounds = 1_000;
        ledger.looks = number -> number <= rounds ? look("running", null, List.of(), 0) : closed();

        WorkflowStub first = WorkflowStub.fromTyped(run());

        List<HistoryEvent> events = environment
                .getWorkflowClient()
                .fetchHistory(
                        first.getExecution().getWorkflowId(),
                        first.getExecution().getRunId())
                .getEvents();
        assertThat(events.get(events.size() - 1).getEventType())
                .isEqualTo(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW);
        assertThat(events).hasSizeLessThan(4_200);
        assertThat(ledger.asked).filteredOn("freeze"::equals).hasSizeGreaterThan(1);
    }

    private Instant now() {
        return Instant.ofEpochMilli(environment.currentTimeMillis());
    }

    private CampaignWorkflow run() {
        CampaignWorkflow workflow = workflow();
        WorkflowClient.start(workflow::run, 7L);
        WorkflowStub.fromTyped(workflow).getResult(Void.class);
        return workflow;
    }

    private CampaignWorkflow workflow() {
        return environment
                .getWorkflowClient()
                .newWorkflowStub(
                        CampaignWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(Names.run(7))
                                .setTaskQueue(QUEUE)
                                .setTypedSearchAttributes(io.temporal.common.SearchAttributes.newBuilder()
                                        .set(Names.RUN, "7")
                                        .build())
                                .build());
    }

    private static RunLook look(String state, @Nullable Instant startsAt, List<Integer> toStart, long done) {
        return new RunLook(state, startsAt, 100, toStart, 2, 2 - done, 0, done, false, List.of(), List.of(), null);
    }

    private static RunLook closed() {
        return new RunLook("completed", null, 100, List.of(), 2, 0, 0, 2, true, List.of(), List.of(), null);
    }
}
