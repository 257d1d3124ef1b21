package io.carillon.orchestration;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Workflow histories as Temporal's server keeps them: taken from it, stored as JSON, and replayed. */
public final class Histories {
    private Histories() {}

    /** Takes every workflow's history from a server into a folder and replays it; answers their workflow ids. */
    public static List<String> fetchAndReplay(String address, Path folder) throws Exception {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
        try {
            WorkflowClient client = WorkflowClient.newInstance(stubs, options());
            List<String> ids = new ArrayList<>();
            for (var execution : client.listExecutions("").toList()) {
                String id = execution.getExecution().getWorkflowId();
                String run = execution.getExecution().getRunId();
                WorkflowExecutionHistory history = client.fetchHistory(id, run);
                Files.writeString(folder.resolve(id.replace(':', '-') + "-" + run + ".json"), history.toJson(true));
                replay(history);
                ids.add(id);
            }
            return ids;
        } finally {
            stubs.shutdown();
            stubs.awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    /** Throws when the code would not do again what the history says it did. */
    static void replay(WorkflowExecutionHistory history) throws Exception {
        replay(history, CampaignWorkflowImpl.class, BatchWorkflowImpl.class);
    }

    /** As {@link #replay(WorkflowExecutionHistory)}, against other code. */
    static void replay(WorkflowExecutionHistory history, Class<?>... workflows) throws Exception {
        try (TestWorkflowEnvironment environment =
                TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                        .setWorkflowClientOptions(options())
                        .build())) {
            Worker worker = environment.newWorker("replay");
            worker.registerWorkflowImplementationTypes(workflows);
            worker.replayWorkflowExecution(history);
        }
    }

    private static WorkflowClientOptions options() {
        return WorkflowClientOptions.newBuilder()
                .setDataConverter(Payloads.converter())
                .build();
    }
}
