package io.carillon.orchestration;

import io.temporal.activity.ActivityInterface;

/** What a campaign's workflow asks of the ledger. Every call may be repeated. */
@ActivityInterface(namePrefix = "Run")
public interface RunActivities {

    /** Freezes the audience, unless it is frozen. */
    void freeze(long run);

    /** Looks at the run's rows, begins it when its time has come, and picks batches to start. */
    RunLook look(long run);

    /** Closes a run of which every batch is done. */
    void close(long run);
}
