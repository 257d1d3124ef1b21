package io.carillon.sandbox;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code POST …/Messages.json}: takes a message or refuses it, as Twilio, the person and the faults decide. */
final class TwilioSending {
    private static final int MILLIS = 1_000;

    private final SandboxKit kit;
    private final TwilioHooks hooks;
    private final Set<String> optedOut;

    TwilioSending(SandboxKit kit, TwilioHooks hooks, Set<String> optedOut) {
        this.kit = kit;
        this.hooks = hooks;
        this.optedOut = optedOut;
    }

    void create(RoutingContext context) {
        TwilioRequest request = TwilioRequest.of(context.request().formAttributes());
        Fault fault = kit.faultFor(TwilioSandbox.NAME, request.to());
        if (fault != null && fault.kind() != Fault.Kind.ACCEPT_THEN_RESET) {
            show(fault, context, request.to(), request.from());
            return;
        }
        TwilioError error = error(request);
        if (error != null) {
            error.answer(context, request.culprit(error));
            return;
        }
        AcceptedMessage message = accept(context, request);
        Future<Void> mayAnswer = hooks.statuses(message, request.callback());
        if (fault != null) {
            HttpTrouble.reset(context);
            return;
        }
        HttpTrouble.answerAfter(
                mayAnswer,
                () -> context.response()
                        .setStatusCode(201)
                        .putHeader("Content-Type", "application/json")
                        .end(TwilioMessage.created(message).toString()));
    }

    /** Answers a call as the fault has it. */
    static void show(Fault fault, RoutingContext context, String to, String from) {
        HttpServerResponse response = context.response();
        switch (fault.kind()) {
            case THROTTLE -> {
                long seconds = (fault.time().toMillis() + MILLIS - 1) / MILLIS;
                response.putHeader("Retry-After", Long.toString(seconds));
                TwilioError.answer(context, fault.code(), TwilioError.TOO_MANY_REQUESTS, "");
            }
            case SERVER_ERROR -> TwilioError.answer(context, fault.code(), TwilioError.INTERNAL, "");
            case HANG -> HttpTrouble.hang(context, fault.time());
            case RESET -> HttpTrouble.reset(context);
            case REFUSE -> TwilioError.answer(context, fault.code(), TwilioError.INVALID_TO, to);
            case BLOCK -> TwilioError.answer(context, fault.code(), TwilioError.FROM_NOT_OURS, from);
            default -> throw new IllegalArgumentException(fault.kind() + " is not a fault of a call");
        }
    }

    private @Nullable TwilioError error(TwilioRequest request) {
        TwilioError malformed = request.error(kit.setting("twilio.from"));
        if (malformed != null) {
            return malformed;
        }
        if (optedOut.contains(request.to())) {
            return TwilioError.OPTED_OUT;
        }
        boolean isRefused = kit.outcomeFor(TwilioSandbox.NAME, request.to()) == SandboxKit.Outcome.REFUSED;
        return isRefused ? TwilioError.NOT_MOBILE : null;
    }

    private AcceptedMessage accept(RoutingContext context, TwilioRequest request) {
        String sid = "SM" + UUID.randomUUID().toString().replace("-", "");
        Map<String, String> content = new LinkedHashMap<>();
        content.put("body", request.body());
        content.put("from", request.from());
        content.put("service", request.service());
        content.put("segments", Integer.toString(TwilioSegments.count(request.body())));
        content.put("created", Instant.now().toString());
        AcceptedMessage message = new AcceptedMessage(
                TwilioSandbox.NAME, context.pathParam("sid"), sid, request.key(), request.to(), content);
        kit.accepted(message);
        return message;
    }
}
