package io.carillon.orchestration;

import io.carillon.delivery.dispatch.DispatchReport;
import io.temporal.activity.ActivityInterface;
import java.time.Instant;

/** Sending, on a task queue for each channel. May be repeated: what was claimed before is not claimed again. */
@ActivityInterface(namePrefix = "Send")
public interface DispatchActivities {

    /** Sends what is due of a batch on a channel at {@code asOf}. */
    DispatchReport dispatch(long run, int batch, String channel, Instant asOf);
}
