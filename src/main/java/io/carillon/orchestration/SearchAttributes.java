package io.carillon.orchestration;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/** Checks at start that Temporal knows our search attributes, and registers those that are missing where that is allowed. */
@ApplicationScoped
public class SearchAttributes {
    private static final Logger LOG = Logger.getLogger(SearchAttributes.class);
    private static final Map<String, IndexedValueType> WANTED = Map.of(
            Names.RUN.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
            Names.STAGE.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
            Names.CHANNEL.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
            Names.REASON.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST);

    private final TemporalConfig config;
    private final TemporalConnection connection;

    public SearchAttributes(TemporalConfig config, TemporalConnection connection) {
        this.config = config;
        this.connection = connection;
    }

    /**
     * Registers what is missing.
     *
     * @throws IllegalStateException when attributes are missing and Temporal does not let us add them
     */
    void register() {
        OperatorServiceStubs operator = OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                .setChannel(connection.stubs().getRawChannel())
                .validateAndBuildWithDefaults());
        Map<String, IndexedValueType> missing = new HashMap<>(WANTED);
        try {
            operator.blockingStub()
                    .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                            .setNamespace(config.namespace())
                            .build())
                    .getCustomAttributesMap()
                    .keySet()
                    .forEach(missing::remove);
            if (missing.isEmpty()) {
                return;
            }
            operator.blockingStub()
                    .addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                            .setNamespace(config.namespace())
                            .putAllSearchAttributes(missing)
                            .build());
            LOG.infof("search attributes registered with Temporal: %s", new TreeSet<>(missing.keySet()));
        } catch (StatusRuntimeException refused) {
            if (refused.getStatus().getCode() == Status.Code.ALREADY_EXISTS) {
                return;
            }
            if (isNotAllowed(refused)) {
                throw new IllegalStateException(
                        "it does not let us register search attributes; add them by hand: " + new TreeMap<>(missing));
            }
            throw refused;
        }
    }

    private static boolean isNotAllowed(StatusRuntimeException refused) {
        Status.Code code = refused.getStatus().getCode();
        return code == Status.Code.PERMISSION_DENIED || code == Status.Code.UNIMPLEMENTED;
    }
}
