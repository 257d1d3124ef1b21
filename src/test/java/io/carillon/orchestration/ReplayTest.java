package io.carillon.orchestration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays stored histories of real runs against today's workflow code. A history of every released version stays here: a run that
 * it began must be finished by this one. New ones come from the end-to-end test, which leaves them in {@code target/histories}.
 */
class ReplayTest {
    private static final Path STORED = Path.of("src/test/resources/histories");

    @ParameterizedTest
    @MethodSource("stored")
    void aStoredHistoryFitsTodaysCode(Path file) throws Exception {
        WorkflowExecutionHistory history = WorkflowExecutionHistory.fromJson(Files.readString(file));

        assertThatCode(() -> Histories.replay(history)).doesNotThrowAnyException();
    }

    @Test
    void thereAreHistoriesOfBothWorkflowsAndOfAKilledWorker() throws IOException {
        List<String> all = stored().map(ReplayTest::read).toList();

        assertThat(all)
                .anyMatch(text -> text.contains("\"name\": \"CampaignWorkflow\""))
                .anyMatch(text -> text.contains("\"name\": \"BatchWorkflow\""))
                .anyMatch(text -> text.contains("WORKFLOW_TASK_TIMED_OUT")
                        || text.contains("ACTIVITY_TASK_TIMED_OUT")
                        || text.contains("\"attempt\": 2"));
    }

    @Test
    void codeThatDoesSomethingElseIsFound() throws Exception {
        for (Path file : stored().toList()) {
            if (read(file).contains("\"name\": \"CampaignWorkflow\"")) {
                WorkflowExecutionHistory history = WorkflowExecutionHistory.fromJson(Files.readString(file));

                assertThatThrownBy(() -> Histories.replay(history, Changed.class))
                        .isInstanceOf(Exception.class);
            }
        }
    }

    /** As if somebody had put a timer in front. */
    public static class Changed extends CampaignWorkflowImpl {
        @Override
        public RunLook run(long run) {
            Workflow.sleep(Duration.ofMinutes(1));
            return super.run(run);
        }
    }

    static Stream<Path> stored() throws IOException {
        try (Stream<Path> files = Files.walk(STORED)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
