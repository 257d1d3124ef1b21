package io.carillon.orchestration;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One run of a campaign, from launch to close. */
@WorkflowInterface
public interface CampaignWorkflow {

    /** Runs to the end of the run of this id, or from where it stands; the last look, for whoever opens it afterwards. */
    @WorkflowMethod
    RunLook run(long run);

    /** Something changed in the database: look again. A hint; nothing depends on its arrival. */
    @SignalMethod
    void nudge();

    /** Where the run stands, as last seen. */
    @QueryMethod
    RunLook progress();
}
