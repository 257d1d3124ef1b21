package io.carillon.orchestration;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.LinesHeard;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator reads when Temporal, here a local server that speaks its protocol, goes away and comes back. */
class TemporalWatchTest {
    private final LinesHeard log = new LinesHeard(TemporalWatch.class);
    private final Frontend frontend = new Frontend();
    private long nanos;
    private Server server;
    private WorkflowServiceStubs stubs;
    private TemporalWatch watch;

    private static final class Frontend extends WorkflowServiceGrpc.WorkflowServiceImplBase {
        private volatile Status refusal = Status.OK;

        @Override
        public void getSystemInfo(GetSystemInfoRequest question, StreamObserver<GetSystemInfoResponse> answer) {
            answer.onNext(GetSystemInfoResponse.getDefaultInstance());
            answer.onCompleted();
        }

        @Override
        public void describeNamespace(
                DescribeNamespaceRequest question, StreamObserver<DescribeNamespaceResponse> answer) {
            if (refusal.isOk()) {
                answer.onNext(DescribeNamespaceResponse.getDefaultInstance());
                answer.onCompleted();
            } else {
                answer.onError(refusal.asRuntimeException());
            }
        }
    }

    @BeforeEach
    void serve() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(frontend)
                .build()
                .start();
        String address = "127.0.0.1:" + server.getPort();
        stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
        TemporalConfig config = new SmallRyeConfigBuilder()
                .withMapping(TemporalConfig.class)
                .withDefaultValue("carillon.temporal.address", address)
                .build()
                .getConfigMapping(TemporalConfig.class);
        watch = new TemporalWatch(stubs, config, () -> nanos);
        log.listen();
    }

    @AfterEach
    void end() {
        log.close();
        watch.close();
        stubs.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void saysOnceThatTemporalIsAwayAndOnceThatItIsBack() {
        lookAfter(0);
        frontend.refusal = Status.UNAVAILABLE;
        lookAfter(2);
        lookAfter(2);
        lookAfter(2);
        lookAfter(60);
        frontend.refusal = Status.OK;
        lookAfter(3);
        lookAfter(2);

        assertThat(log.lines())
                .containsExactly(
                        "WARN Temporal at 127.0.0.1:" + server.getPort()
                                + " is away (UNAVAILABLE); going on by itself when it is back",
                        "INFO Temporal at 127.0.0.1:" + server.getPort() + " is back after 67 s");
    }

    @Test
    void takesAServerThatNobodyListensAtForAway() {
        server.shutdownNow();
        lookAfter(0);
        lookAfter(2);

        assertThat(log.lines()).singleElement().asString().contains("is away (UNAVAILABLE)");
    }

    @Test
    void keepsOneLateAnswerToItself() {
        frontend.refusal = Status.DEADLINE_EXCEEDED;
        lookAfter(0);
        frontend.refusal = Status.OK;
        lookAfter(2);
        frontend.refusal = Status.DEADLINE_EXCEEDED;
        lookAfter(2);

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void takesATemporalThatOnlyDoesNotTellForOneThatIsThere() {
        frontend.refusal = Status.PERMISSION_DENIED;
        lookAfter(0);
        lookAfter(2);

        assertThat(log.lines()).isEmpty();
    }

    private void lookAfter(int seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
        watch.look();
    }
}
