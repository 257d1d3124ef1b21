package io.carillon.orchestration;

import io.temporal.workflow.Workflow;

/** When a workflow hands over to a new run of itself, so that no history grows long. Workflow code: deterministic. */
final class History {
    /** The server suggests it at 4,096 events; a round of sending adds fewer than the rest. */
    private static final long LONG_EVENTS = 3_800;

    private History() {}

    static boolean isLong() {
        return Workflow.getInfo().isContinueAsNewSuggested()
                || Workflow.getInfo().getHistoryLength() > LONG_EVENTS;
    }
}
