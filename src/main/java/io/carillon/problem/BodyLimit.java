package io.carillon.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bodies over 1 MB are answered with 413, except those of imports, which stream: by their {@code Content-Length} before
 * anything reads them, else (chunked) as soon as that much was read.
 */
@Provider
@Priority(Priorities.AUTHENTICATION - 1)
public class BodyLimit implements ContainerRequestFilter {
    /** The most that is read, in bytes. */
    public static final long MOST_BYTES = 1 << 20;

    private static final String IMPORTS = "/api/imports";
    private static final Set<String> BODILESS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    // before every other handler
    private static final int FIRST = 1000;
    // should something read around our stream: a little more, so that ours answers first
    private static final long BACKSTOP = MOST_BYTES + (64 << 10);

    void install(@Observes Filters filters) {
        filters.register(BodyLimit::checkLength, FIRST);
    }

    private static void checkLength(RoutingContext routing) {
        if (!isBounded(routing.normalizedPath())) {
            routing.next();
            return;
        }
        routing.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, BACKSTOP);
        if (length(routing.request().getHeader("Content-Length")) <= MOST_BYTES) {
            routing.next();
            return;
        }
        RawAnswer.send(routing, tooLarge(RawAnswer.language(routing)));
    }

    @Override
    public void filter(ContainerRequestContext request) {
        // Not only where there "is an entity": a body without a Content-Type is not called one.
        if (!BODILESS.contains(request.getMethod())) {
            Locale language = Language.of(request.getHeaderString("Accept-Language"));
            long most = isBounded(request.getUriInfo().getPath()) ? MOST_BYTES : Long.MAX_VALUE;
            request.setEntityStream(new BoundedStream(request.getEntityStream(), most, () -> tooLarge(language)));
        }
    }

    private static boolean isBounded(String path) {
        return !path.equals(IMPORTS);
    }

    private static long length(@Nullable String header) {
        try {
            return header == null ? 0 : Long.parseLong(header.strip());
        } catch (NumberFormatException garbage) {
            // the server itself answers what is no number
            return 0;
        }
    }

    private static HttpProblem tooLarge(Locale language) {
        return Problem.of(413, "too-large", "Too large", Texts.text(language, "http.too-large"));
    }
}
