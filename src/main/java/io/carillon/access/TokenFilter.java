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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks every REST call for a bearer token and sets the {@link Actor}. Open are only the places that outsiders call with
 * proofs of their own: {@code /hooks/} (vendors' signatures) and {@code /u/} (signed opt-out links).
 *
 * <p>Runs on the thread of the resource, which must be a blocking one: a token that is not kept in memory is looked up.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class TokenFilter implements ContainerRequestFilter {
    private static final Pattern BEARER = Pattern.compile("(?i)bearer +(\\S{1,200}) *");

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
        String token = bearer(request.getHeaderString(HttpHeaders.AUTHORIZATION));
        if (token == null) {
            throw Problem.unauthorized(language.text("token.missing"));
        }
        actor.is(tokens.nameOf(token).orElseThrow(() -> Problem.unauthorized(language.text("token.unknown"))));
    }

    /** Whether this path, as the router matched it, needs no token. */
    static boolean isOpen(String path) {
        return path.startsWith("/hooks/") || path.startsWith("/u/");
    }

    private static @Nullable String bearer(@Nullable String header) {
        if (header == null) {
            return null;
        }
        Matcher matcher = BEARER.matcher(header);
        return matcher.matches() ? matcher.group(1) : null;
    }
}
