package io.carillon.orchestration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process is ready when Temporal, here a local server that speaks its protocol, has seen its worker ask for work. */
class PollingTest {
    private final Frontend frontend = new Frontend();
    private Server server;
    private WorkflowServiceStubs stubs;

    /** Says who polls the queue. */
    private static final class Frontend extends WorkflowServiceGrpc.WorkflowServiceImplBase {
        private final List<String> pollers = new CopyOnWriteArrayList<>();
        private volatile Status refusal = Status.OK;

        @Override
        public void getSystemInfo(GetSystemInfoRequest question, StreamObserver<GetSystemInfoResponse> answer) {
            answer.onNext(GetSystemInfoResponse.getDefaultInstance());
            answer.onCompleted();
        }

        @Override
        public void describeTaskQueue(
                DescribeTaskQueueRequest question, StreamObserver<DescribeTaskQueueResponse> answer) {
            if (!refusal.isOk()) {
                answer.onError(refusal.asRuntimeException());
                return;
            }
            DescribeTaskQueueResponse.Builder told = DescribeTaskQueueResponse.newBuilder();
            if (question.getTaskQueue().getName().equals("ours-control")) {
                pollers.forEach(
                        identity -> told.addPollers(PollerInfo.newBuilder().setIdentity(identity)));
            }
            answer.onNext(told.build());
            answer.onCompleted();
        }
    }

    @BeforeEach
    void serve() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(frontend)
                .build()
                .start();
        stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + server.getPort())
                .build());
    }

    @AfterEach
    void end() {
        stubs.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void isSeenOnceItsOwnWorkerHasAsked() {
        assertThat(own().isSeen()).isFalse();
        frontend.pollers.add("8@elsewhere");
        assertThat(own().isSeen()).isFalse();
        frontend.pollers.add("7@here");
        assertThat(own().isSeen()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"PERMISSION_DENIED", "UNIMPLEMENTED"})
    void believesItsOwnWorkerWhereTemporalDoesNotTell(Status.Code code) {
        frontend.refusal = code.toStatus();
        assertThat(own().isSeen()).isTrue();
    }

    @Test
    void doesNotTakeATemporalThatIsAwayForOneThatHasSeenIt() {
        frontend.refusal = Status.UNAUTHENTICATED;
        assertThatThrownBy(() -> own().isSeen()).isInstanceOf(StatusRuntimeException.class);
    }

    private Polling own() {
        return new Polling(stubs, "default", "ours-control", "7@here");
    }
}
