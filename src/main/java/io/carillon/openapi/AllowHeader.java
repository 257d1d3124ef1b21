package io.carillon.openapi;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/**
 * Says in {@code Allow} what a path takes, in answers to OPTIONS and with 405, and in {@code Accept} which bodies with 415: the
 * framework says too much or nothing.
 */
@Provider
public class AllowHeader implements ContainerResponseFilter {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_ALLOWED = 405;
    private static final int NOT_THIS_TYPE = 415;

    private final AllowedMethods methods;

    public AllowHeader(AllowedMethods methods) {
        this.methods = methods;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        boolean isAsked = HttpMethod.OPTIONS.equals(request.getMethod()) && response.getStatus() < BAD_REQUEST;
        if (isAsked || response.getStatus() == NOT_ALLOWED) {
            methods.of(request.getUriInfo().getPath())
                    .ifPresent(allow -> response.getHeaders().putSingle(HttpHeaders.ALLOW, allow));
        } else if (response.getStatus() == NOT_THIS_TYPE) {
            methods.typesOf(request.getUriInfo().getPath(), request.getMethod())
                    .ifPresent(types -> response.getHeaders().putSingle(HttpHeaders.ACCEPT, types));
        }
    }
}
