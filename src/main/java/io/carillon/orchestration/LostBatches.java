package io.carillon.orchestration;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Batches that their rows say are sent and that nobody works on, because somebody has ended their workflows by hand. */
final class LostBatches {
    private static final long ASK_SECONDS = 2;

    private final WorkflowClient client;

    LostBatches(WorkflowClient client) {
        this.client = client;
    }

    /**
     * Those of the batches, each a run and a number such as {@code 7/1}, that have no workflow that runs.
     *
     * @throws StatusRuntimeException when the server does not answer soon: the next sweep asks again, and commands do not wait for
     *     a server that is slow
     */
    List<String> of(List<String> batches) {
        return batches.stream().filter(this::isLost).toList();
    }

    private boolean isLost(String batch) {
        String[] parts = batch.split("/");
        String id = Names.batch(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
        try {
            return client.getWorkflowServiceStubs()
                            .blockingStub()
                            .withDeadlineAfter(ASK_SECONDS, TimeUnit.SECONDS)
                            .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                                    .setNamespace(client.getOptions().getNamespace())
                                    .setExecution(WorkflowExecution.newBuilder().setWorkflowId(id))
                                    .build())
                            .getWorkflowExecutionInfo()
                            .getStatus()
                    != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
        } catch (StatusRuntimeException refused) {
            if (refused.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return true;
            }
            throw refused;
        }
    }
}
