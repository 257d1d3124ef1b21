package io.carillon.orchestration;

import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Whether Temporal answers and has seen this process's workers ask for work. */
@Readiness
@ApplicationScoped
public class TemporalHealth implements HealthCheck {
    private static final int WAIT_SECONDS = 3;

    private final TemporalConfig config;
    private final TemporalConnection connection;
    private final TemporalWorkers workers;

    public TemporalHealth(TemporalConfig config, TemporalConnection connection, TemporalWorkers workers) {
        this.config = config;
        this.connection = connection;
        this.workers = workers;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("Temporal").withData("address", config.address());
        boolean isPolling;
        try {
            connection
                    .stubs()
                    .blockingStub()
                    .withDeadlineAfter(WAIT_SECONDS, TimeUnit.SECONDS)
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(config.namespace())
                            .build());
            isPolling = workers.arePolling();
        } catch (RuntimeException away) {
            return answer.down()
                    .withData(
                            "what to do",
                            "Check that Temporal runs at CARILLON_TEMPORAL_ADDRESS; Carillon goes on by itself")
                    .build();
        }
        return answer.status(isPolling || !config.workers())
                .withData("workers", isPolling)
                .build();
    }
}
