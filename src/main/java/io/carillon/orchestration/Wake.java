package io.carillon.orchestration;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A named timer that a signal cuts short. Workflow code: deterministic, one per workflow. */
final class Wake {
    private boolean isCalled;

    /** Somebody called: a sleep ends at once. */
    void now() {
        isCalled = true;
    }

    /** What was called before is answered by the look that follows. */
    void forget() {
        isCalled = false;
    }

    boolean isCalled() {
        return isCalled;
    }

    /** Sleeps that long or until called; {@code summary} names the timer for operators. */
    void sleep(Duration time, String summary) {
        sleepUnless(() -> isCalled, time, summary);
    }

    /** Sleeps that long or until {@code isOver}, and not until called. */
    void sleepUnless(BooleanSupplier isOver, Duration time, String summary) {
        CancellationScope scope = Workflow.newCancellationScope(() -> {
            Promise<Void> timer = Workflow.newTimer(
                    time, TimerOptions.newBuilder().setSummary(summary).build());
            Workflow.await(() -> isOver.getAsBoolean() || timer.isCompleted());
        });
        scope.run();
        scope.cancel();
    }
}
