package io.carillon.access;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Answers who asks, at places that need a token and places that do not. */
@Path("/")
public class TestOpenResource {
    private final Actor actor;

    public TestOpenResource(Actor actor) {
        this.actor = actor;
    }

    @GET
    @Path("u/test-open")
    public String optOut() {
        return actor.name();
    }

    @GET
    @Path("hooks/test-open")
    public String hook() {
        return actor.name();
    }

    @GET
    @Path("test-closed")
    public String closed() {
        return actor.name();
    }
}
