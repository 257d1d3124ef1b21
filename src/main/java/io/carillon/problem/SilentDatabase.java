package io.carillon.problem;

import io.carillon.database.DatabaseWatch;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Tells callers at once that PostgreSQL is away, where it takes questions and answers none, instead of letting them wait with us. */
@Provider
@Priority(Priorities.AUTHENTICATION - 2)
public class SilentDatabase implements ContainerRequestFilter {
    private final DatabaseWatch watch;
    private final OwnTrouble trouble;

    public SilentDatabase(DatabaseWatch watch, OwnTrouble trouble) {
        this.watch = watch;
        this.trouble = trouble;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (watch.isSilent()) {
            request.abortWith(trouble.silent());
        }
    }
}
