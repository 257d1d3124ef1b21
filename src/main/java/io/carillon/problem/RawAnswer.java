package io.carillon.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/** A problem as the answer to a request that no resource is asked with. Nobody reads its body, so its connection is closed. */
final class RawAnswer {
    private RawAnswer() {}

    static Locale language(RoutingContext routing) {
        return Language.of(routing.request().getHeader("Accept-Language"));
    }

    static void send(RoutingContext routing, HttpProblem problem) {
        routing.response()
                .setStatusCode(problem.getStatusCode())
                .putHeader("Content-Type", HttpProblem.MEDIA_TYPE.toString())
                .putHeader("Content-Language", language(routing).getLanguage())
                .putHeader("Vary", "Accept-Language")
                .putHeader("Connection", "close")
                .end(new JsonObject()
                        .put("type", String.valueOf(problem.getType()))
                        .put("title", problem.getTitle())
                        .put("status", problem.getStatusCode())
                        .put("detail", problem.getDetail())
                        .put(
                                "instance",
                                ShownPath.of(String.valueOf(routing.request().path())))
                        .encode());
    }
}
