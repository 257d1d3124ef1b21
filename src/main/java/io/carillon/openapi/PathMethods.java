package io.carillon.openapi;

import jakarta.annotation.Priority;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;

/**
 * Keeps each path of the API to its own methods, by the OpenAPI document: PUT to {@code /api/segments/preview} is 405, not a change of
 * the segment with the id {@code preview}, as which the framework would take it; DELETE of a campaign's progress is 405, where it would
 * say 404.
 */
@Provider
@PreMatching
@Priority(Priorities.USER - 1)
public class PathMethods implements ContainerRequestFilter {
    private static final String API = "/api/";

    private final AllowedMethods methods;

    public PathMethods(AllowedMethods methods) {
        this.methods = methods;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        // Reports come by the thousand a second, and their paths are nobody else's.
        if (!path.startsWith(API)) {
            return;
        }
        methods.of(path)
                .filter(allow -> !Arrays.asList(allow.split(", ")).contains(request.getMethod()))
                .ifPresent(allow -> {
                    throw new NotAllowedException(Response.status(Response.Status.METHOD_NOT_ALLOWED)
                            .header(HttpHeaders.ALLOW, allow)
                            .build());
                });
    }
}
