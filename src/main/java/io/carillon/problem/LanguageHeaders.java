package io.carillon.problem;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/** Says in {@code Content-Language} and {@code Vary} which language was spoken, where anything in an answer goes by it. */
@Provider
public class LanguageHeaders implements ContainerResponseFilter {
    /** An answer that was given before, in whatever language was asked for then. */
    private static final String REPLAYED = "Idempotent-Replayed";

    private final Language language;

    public LanguageHeaders(Language language) {
        this.language = language;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!language.isSpoken()) {
            return;
        }
        response.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        if (response.hasEntity() && !response.getHeaders().containsKey(REPLAYED)) {
            response.getHeaders()
                    .putSingle(HttpHeaders.CONTENT_LANGUAGE, language.locale().getLanguage());
        }
    }
}
