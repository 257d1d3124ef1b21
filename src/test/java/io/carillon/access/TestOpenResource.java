package io.carillon.access;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Answers who asks, outside /api, where a token is needed all the same. */
@Path("/")
public class TestOpenResource {
    private final Actor actor;

    public TestOpenResource(Actor actor) {
        this.actor = actor;
    }

    @GET
    @Path("test-closed")
    public String closed() {
        return actor.name();
    }
}
