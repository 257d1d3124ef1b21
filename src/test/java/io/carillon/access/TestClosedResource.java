package io.carillon.access;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A place that nobody thought of protecting. */
@Path("/test-closed")
public class TestClosedResource {

    @GET
    public String get() {
        return "open";
    }
}
