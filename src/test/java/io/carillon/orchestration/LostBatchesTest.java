package io.carillon.orchestration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which batches somebody has to start anew. No worker runs here: what is started stays open until it is ended. */
class LostBatchesTest {
    private TestWorkflowEnvironment environment;
    private WorkflowClient client;

    @BeforeEach
    void start() {
        environment = TestWorkflowEnvironment.newInstance();
        client = environment.getWorkflowClient();
    }

    @AfterEach
    void stop() {
        environment.close();
    }

    private WorkflowStub started(long run, int batch) {
        WorkflowStub stub = client.newUntypedWorkflowStub(
                "BatchWorkflow",
                WorkflowOptions.newBuilder()
                        .setWorkflowId(Names.batch(run, batch))
                        .setTaskQueue("nobody-listens")
                        .build());
        stub.start(run, batch);
        return stub;
    }

    @Test
    void aBatchThatRunsIsNotLost() {
        started(7, 1);

        assertThat(new LostBatches(client).of(List.of("7/1"))).isEmpty();
    }

    @Test
    void aBatchWhoseWorkflowWasEndedOrNeverStartedIsLost() {
        started(7, 1).terminate("by hand");
        started(7, 2);
        started(7, 12);

        assertThat(new LostBatches(client).of(List.of("7/1", "7/2", "7/3", "7/12", "8/1")))
                .containsExactly("7/1", "7/3", "8/1");
    }

    @Test
    void aServerThatIsAwayTellsNothing() {
        started(7, 1);
        LostBatches lost = new LostBatches(client);
        environment.close();

        assertThatThrownBy(() -> lost.of(List.of("7/1"))).isInstanceOf(StatusRuntimeException.class);
    }
}
