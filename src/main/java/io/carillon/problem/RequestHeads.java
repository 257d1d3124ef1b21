package io.carillon.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;

/**
 * Requests whose head cannot be read: no {@code Host}, or one that is no name; a {@code Content-Type} that is no media type. They
 * are answered before anything else sees them, and nothing of them is logged: they come from strangers, and may hold whatever is secret.
 */
@Singleton
public class RequestHeads {
    // before every other handler
    private static final int FIRST = 2000;
    private static final int BAD_REQUEST = 400;

    void install(@Observes Filters filters) {
        filters.register(RequestHeads::check, FIRST);
    }

    void install(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(RequestHeads::failed);
    }

    private static void check(RoutingContext routing) {
        String type = routing.request().getHeader("Content-Type");
        if (type == null || isMediaType(type)) {
            routing.next();
            return;
        }
        RawAnswer.send(
                routing,
                Problem.of(
                        415,
                        "unsupported-media-type",
                        "Not this media type",
                        Texts.text(RawAnswer.language(routing), "http.no-media-type")));
    }

    private static boolean isMediaType(String header) {
        try {
            MediaType.valueOf(header);
            return true;
        } catch (IllegalArgumentException garbage) {
            return false;
        }
    }

    /** The server itself gave the request up before anybody was asked. */
    private static void failed(RoutingContext routing) {
        if (routing.statusCode() != BAD_REQUEST || routing.response().headWritten()) {
            routing.next();
            return;
        }
        Locale language = RawAnswer.language(routing);
        RawAnswer.send(
                routing,
                Problem.of(
                        400, "invalid", "What you sent needs mending", Texts.text(language, "http.unreadable-head")));
    }
}
