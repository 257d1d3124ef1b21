package io.carillon.outbox;

import java.util.Locale;

/** What can be asked of Temporal. */
public enum OutboxCommand {
    /** Start the run's workflow, or wake it where it runs. Target: the run's id. */
    RUN,
    /** Wake a batch's workflow, starting it where it is not running. Target: {@code run/batch}. */
    BATCH;

    /** The name in the database. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static OutboxCommand of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
