package io.carillon.orchestration;

import io.carillon.delivery.settle.BatchPlan;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One batch of a run: the durable clock over its rows. */
@WorkflowInterface
public interface BatchWorkflow {

    /** Sends, waits and settles until nothing is left to do. */
    @WorkflowMethod
    void run(long run, int batch);

    /** Something changed in the database: look again. */
    @SignalMethod
    void nudge();

    /** What the batch does or waits for, as last seen. */
    @QueryMethod
    BatchPlan progress();
}
