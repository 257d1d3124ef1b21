package io.carillon.orchestration;

import io.carillon.database.Sql;
import io.temporal.authorization.AuthorizationGrpcMetadataProvider;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;

/** The connection to Temporal. Opened on first use and kept; reconnects by itself when Temporal was away. */
@ApplicationScoped
public class TemporalConnection {
    private final TemporalConfig config;
    private final Sql sql;
    private volatile @org.jspecify.annotations.Nullable WorkflowServiceStubs stubs;

    public TemporalConnection(TemporalConfig config, Sql sql) {
        this.config = config;
        this.sql = sql;
    }

    /**
     * Looks at the settings; makes no call.
     *
     * @throws io.quarkus.runtime.configuration.ConfigurationException when those of TLS cannot be used
     */
    void check() {
        options();
    }

    /** The service; makes no call. */
    public synchronized WorkflowServiceStubs stubs() {
        WorkflowServiceStubs open = stubs;
        if (open == null) {
            open = WorkflowServiceStubs.newServiceStubs(options());
            stubs = open;
        }
        return open;
    }

    /** A client; makes no call. */
    public WorkflowClient client() {
        return WorkflowClient.newInstance(
                stubs(),
                WorkflowClientOptions.newBuilder()
                        .setNamespace(config.namespace())
                        .setDataConverter(Payloads.converter())
                        .build());
    }

    /** The control queue of this installation. */
    public String controlQueue() {
        return Names.controlQueue(
                sql.one("select left(id::text, 8) as short from installation", row -> row.getString("short")));
    }

    private WorkflowServiceStubsOptions options() {
        WorkflowServiceStubsOptions.Builder builder =
                WorkflowServiceStubsOptions.newBuilder().setTarget(config.address());
        config.apiKey()
                .ifPresent(key ->
                        builder.addGrpcMetadataProvider(new AuthorizationGrpcMetadataProvider(() -> "Bearer " + key)));
        new TemporalTls(config).context().ifPresent(builder::setSslContext);
        return builder.build();
    }

    @PreDestroy
    void close() {
        WorkflowServiceStubs open = stubs;
        if (open != null) {
            open.shutdown();
            open.awaitTermination(2, TimeUnit.SECONDS);
        }
    }
}
