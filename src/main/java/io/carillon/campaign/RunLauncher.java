package io.carillon.campaign;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * The port through which a campaign becomes a run. Called by many threads; one bean implements it, in the package that
 * owns runs.
 */
public interface RunLauncher {

    /**
     * Pins the run and orders its start, all in the caller's transaction: when that rolls back nothing has happened. Makes
     * no call to the outside. The campaign's row is locked by the caller and not launched yet.
     */
    void launch(Launch launch);

    /** The state of the run of this id (scheduled, running, paused, completed, cancelled); empty while there is none. */
    Optional<String> stateOf(long id);

    /**
     * When this database was recovered from a backup that may know less of a draft made at that time than happened; empty where it was
     * not.
     */
    Optional<Instant> recoveredAfter(Instant made);

    /** Where an operator sees the run in Temporal's pages; empty where no such page is configured. */
    Optional<URI> temporalLink(long id);
}
