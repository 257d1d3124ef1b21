package io.carillon.orchestration;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/** How activities are tried. */
final class ActivityDefaults {
    /**
     * Every activity says every few seconds that its process lives, so a killed one is noticed soon, however long the work may take.
     * Retries never end: what cannot be done now, because the database or Temporal is away, is done when it is back.
     */
    static final ActivityOptions OPTIONS = ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofHours(1))
            .setHeartbeatTimeout(Duration.ofSeconds(10))
            .setRetryOptions(RetryOptions.newBuilder()
                    .setInitialInterval(Duration.ofSeconds(1))
                    .setBackoffCoefficient(2)
                    .setMaximumInterval(Duration.ofSeconds(30))
                    .build())
            .build();

    private ActivityDefaults() {}
}
