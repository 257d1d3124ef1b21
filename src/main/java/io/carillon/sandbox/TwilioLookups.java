package io.carillon.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** {@code GET …/Messages/{sid}.json} and {@code GET …/Messages.json?To=&DateSent=}. Reads the file off the event loop;
 * shows faults of calls as a send does. */
final class TwilioLookups {
    private static final int PAGE = 50;
    private static final String SUFFIX = ".json";
    /** Faults of a message that is taken or refused say nothing of a question. */
    private static final Set<Fault.Kind> OF_MESSAGES = EnumSet.of(Fault.Kind.ACCEPT_THEN_RESET, Fault.Kind.REFUSE);

    private final SandboxKit kit;

    TwilioLookups(SandboxKit kit) {
        this.kit = kit;
    }

    void fetch(RoutingContext context) {
        String name = context.pathParam("message");
        String sid = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        off(context, () -> {
            Optional<AcceptedMessage> found = kit.find(TwilioSandbox.NAME, sid);
            return found.map(this::shown).orElse(null);
        });
    }

    void list(RoutingContext context) {
        String to = parameter(context, "To");
        String day = parameter(context, "DateSent");
        Fault fault = kit.faultFor(TwilioSandbox.NAME, to);
        if (fault != null && !OF_MESSAGES.contains(fault.kind())) {
            TwilioSending.show(fault, context, to, "");
            return;
        }
        off(context, () -> {
            ObjectNode page = AcceptedLog.JSON.createObjectNode();
            ArrayNode messages = page.putArray("messages");
            List<AcceptedMessage> found = to.isEmpty() ? List.of() : kit.sentTo(TwilioSandbox.NAME, to, PAGE);
            // Twilio lists the newest first.
            for (int i = found.size() - 1; i >= 0; i--) {
                if (found.get(i).content().getOrDefault("created", "").startsWith(day)) {
                    messages.add(shown(found.get(i)));
                }
            }
            page.put("page", 0).put("page_size", PAGE).put("start", 0).put("end", Math.max(0, messages.size() - 1));
            page.put("uri", context.request().uri())
                    .put("first_page_uri", context.request().uri());
            page.putNull("next_page_uri").putNull("previous_page_uri");
            return page;
        });
    }

    private ObjectNode shown(AcceptedMessage message) {
        String status = TwilioFate.status(kit, message.to());
        boolean isLost = status.equals("undelivered");
        return TwilioMessage.shown(message, status, isLost ? TwilioFate.errorCode(message.to()) : null);
    }

    private static String parameter(RoutingContext context, String name) {
        List<String> values = context.queryParam(name);
        return values.isEmpty() ? "" : values.get(0);
    }

    private static void off(RoutingContext context, Callable<ObjectNode> work) {
        context.vertx()
                .executeBlocking(work, false)
                .onSuccess(json -> {
                    if (json == null) {
                        TwilioError.NOT_FOUND.answer(context, context.normalizedPath());
                    } else {
                        context.response()
                                .putHeader("Content-Type", "application/json")
                                .end(json.toString());
                    }
                })
                .onFailure(context::fail);
    }
}
