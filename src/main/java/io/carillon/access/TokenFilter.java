package io.carillon.access;

import io.carillon.problem.Language;
import io.carillon.problem.Problem;
import io.quarkus.runtime.BlockingOperationControl;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/**
 * Asks every REST call for a token ({@link Credentials}) and sets the {@link Actor}. Open are only the places that outsiders call with
 * proofs of their own: {@code /hooks/} (vendors' signatures) and {@code /u/} (signed opt-out links).
 *
 * <p>Runs on the thread of the resource, which must be a blocking one: a token that is not kept in memory is looked up.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class TokenFilter implements ContainerRequestFilter {
    private final Tokens tokens;
    private final Actor actor;
    private final Language language;

    public TokenFilter(Tokens tokens, Actor actor, Language language) {
        this.tokens = tokens;
        this.actor = actor;
        this.language = language;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (isOpen(request.getUriInfo().getPath())) {
            return;
        }
        if (!BlockingOperationControl.isBlockingAllowed()) {
            throw new IllegalStateException(
                    "Annotate the resource of " + request.getUriInfo().getPath() + " with @Blocking");
        }
        Credentials shown = Credentials.of(request.getMethod(), request.getHeaderString(HttpHeaders.AUTHORIZATION));
        String token = shown.token();
        if (token == null) {
            throw Problem.unauthorized(language.text(shown.isOnlyForReading() ? "token.reading" : "token.missing"));
        }
        actor.is(tokens.nameOf(token).orElseThrow(() -> Problem.unauthorized(language.text("token.unknown"))));
    }

    /** Whether this path, as the router matched it, needs no token. */
    static boolean isOpen(String path) {
        return path.startsWith("/hooks/") || path.startsWith("/u/");
    }
}
