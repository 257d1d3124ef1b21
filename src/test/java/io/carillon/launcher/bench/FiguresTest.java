package io.carillon.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void addsUpTheActionsOfOurNamespaceOnly() {
        String page = """
                # HELP action action counter
                # TYPE action counter
                action{action_type="command_ScheduleActivityTask",namespace="default",operation="RespondWorkflowTaskCompleted"} 41
                action{action_type="grpc_StartWorkflowExecution",namespace="temporal_system",operation="StartWorkflowExecution"} 2
                action{action_type="grpc_SignalWorkflowExecution",namespace="default",operation="SignalWorkflowExecution"} 1.2e+03
                action_other{namespace="default"} 9
                """;

        assertThat(TemporalFigures.actions(page)).isEqualTo(1_241);
    }

    @Test
    void readsTheLastLineOfAHistogram() {
        String histogram = """
                 num     #instances         #bytes  class name (module)
                -------------------------------------------------------
                   1:         52341       11534336  [B (java.base@17.0.15)
                Total        912345       57671680
                """;

        assertThat(Memory.total(histogram)).isEqualTo(57_671_680);
    }

    @Test
    void heapInUseIsTheMostBeforeAnyCollection() {
        String log = """
                [12.301s][info][gc] GC(3) Pause Young (Normal) (G1 Evacuation Pause) 123M->45M(256M) 3.412ms
                [13.020s][info][gc] GC(4) Concurrent Mark Cycle 25.611ms
                [14.871s][info][gc] GC(5) Pause Full (Heap Inspection Initiated GC) 218M->41M(384M) 88.003ms
                """;

        assertThat(Memory.used(log)).isEqualTo(218);
    }

    @Test
    void readsHowLargeTheHeapMayBecome() {
        assertThat(Memory.largest("-XX:G1HeapRegionSize=1048576 -XX:MaxHeapSize=536870912 -XX:MaxNewSize=321912832"))
                .isEqualTo(512);
    }

    @Test
    void sharesOfProcessorTimeAreThoseOfTheTimeBetween() {
        Cpu before = new Cpu(Map.of("app", 10.0));
        Cpu after = new Cpu(Map.of("app", 13.0));

        assertThat(after.since(before).total()).isEqualTo(3);
        assertThat(after.since(before).shares()).isEqualTo("app 100 %");
        assertThat(Cpu.of(List.of()).seconds()).containsOnlyKeys("bench");
        assertThat(Cpu.of(List.of()).total()).isPositive();
    }

    @Test
    void aMailServerTakesWhatABareClientSends() {
        try (SmtpSink sink = SmtpSink.open()) {
            InetSocketAddress address = sink.address();

            double perSecond = new MailVolley(address).perSecond(320);

            assertThat(perSecond).isPositive();
            assertThat(sink.mails()).isEqualTo(320);
        }
    }
}
