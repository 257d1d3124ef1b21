package io.carillon.orchestration;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Whether Temporal has seen a worker ask for work: a started one asks in its own time, which on a crowded machine is not at once.
 *
 * @param identity of the worker's client
 */
record Polling(WorkflowServiceStubs stubs, String namespace, String queue, String identity) {
    private static final int WAIT_SECONDS = 3;
    /** Where Temporal does not tell, the worker's own word must do. */
    private static final Set<Status.Code> NOT_TOLD = Set.of(Status.Code.PERMISSION_DENIED, Status.Code.UNIMPLEMENTED);

    /** Asks; throws when Temporal is away. */
    boolean isSeen() {
        DescribeTaskQueueRequest question = DescribeTaskQueueRequest.newBuilder()
                .setNamespace(namespace)
                .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
                .build();
        try {
            return stubs
                    .blockingStub()
                    .withDeadlineAfter(WAIT_SECONDS, TimeUnit.SECONDS)
                    .describeTaskQueue(question)
                    .getPollersList()
                    .stream()
                    .anyMatch(poller -> poller.getIdentity().equals(identity));
        } catch (StatusRuntimeException refused) {
            if (isNotTold(refused)) {
                return true;
            }
            throw refused;
        }
    }

    /** Whether this says that Temporal is there and does not tell. */
    static boolean isNotTold(StatusRuntimeException refused) {
        return NOT_TOLD.contains(refused.getStatus().getCode());
    }
}
