package io.carillon.orchestration;

import io.carillon.delivery.settle.BatchPlan;
import io.temporal.activity.ActivityInterface;
import java.time.Instant;

/** What a batch's workflow asks of the ledger. Every call may be repeated. */
@ActivityInterface(namePrefix = "Batch")
public interface BatchActivities {

    /** Settles what is due at {@code asOf} and says what the batch has to do. */
    BatchPlan settle(long run, int batch, Instant asOf);

    /** Says what the batch has to do while some of it is being sent; moves nobody, and keeps nobody from being claimed. */
    BatchPlan look(long run, int batch, Instant asOf);
}
