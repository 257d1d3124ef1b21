package io.carillon.delivery.ledger;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One moment on the two clocks that meet in a run: the workflow's, as the activity was given it, and PostgreSQL's, which wrote
 * the times in the ledger. They differ by the age of the activity, and by more when somebody sets a clock. What either of them
 * takes for due is due, so that a clock that is behind stops nobody; and a workflow is told to sleep for a time, not until one.
 */
public record Moment(Instant workflow, Instant database) {

    /** By which rows are due. */
    public Instant now() {
        return workflow.isAfter(database) ? workflow : database;
    }

    /** When the workflow's clock will have come as far as this time of the ledger is away. */
    @Nullable
    public Instant forWorkflow(@Nullable Instant time) {
        return time == null ? null : workflow.plus(Duration.between(now(), time));
    }
}
