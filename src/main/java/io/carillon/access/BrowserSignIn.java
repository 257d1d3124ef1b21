package io.carillon.access;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/**
 * Lets a browser ask its user for a token: whoever opens one of our links, as those in Temporal's pages, is met with a challenge
 * that browsers know. Scripts are not, nor are pages that fetch: their user would be asked in the middle of something else.
 */
@Provider
public class BrowserSignIn implements ContainerResponseFilter {
    /** The user name is not looked at; see {@link Credentials}. */
    static final String CHALLENGE = "Basic realm=\"Carillon\", charset=\"UTF-8\"";

    private static final int UNAUTHORIZED = 401;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == UNAUTHORIZED
                && Credentials.isSafe(request.getMethod())
                && prefersPage(request.getAcceptableMediaTypes())) {
            response.getHeaders().add(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        }
    }

    /** Whether a page is wanted most; what takes anything is no browser. */
    private static boolean prefersPage(List<MediaType> bestFirst) {
        return !bestFirst.isEmpty() && bestFirst.get(0).equals(MediaType.TEXT_HTML_TYPE);
    }
}
