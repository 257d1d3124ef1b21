package io.carillon.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The sandbox's own REST: what was accepted, faults, and a page to look at. Reads of the file leave the event loop. */
final class SandboxRoutes {
    private static final Logger LOG = Logger.getLogger(SandboxRoutes.class);
    /** Room for the largest batch a vendor takes. */
    private static final long MOST_BODY_BYTES = 8L * 1024 * 1024;

    /** Where people and tests act, always by JSON: faults, and what vendors take in their customers' place. */
    private static final String OWN_JSON = "/faults|/[a-z]+/replies|/[a-z]+/events";

    private static final int USUAL_LIMIT = 100;
    private static final int MOST_LINES = 1_000;
    private static final int LONGEST_FILTER = 512;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}");

    private final StandardKit kit;

    SandboxRoutes(StandardKit kit) {
        this.kit = kit;
    }

    /** What holds for vendors' routes too: bodies are read whole and bounded. */
    static void mountFirst(Router router) {
        router.routeWithRegex(OWN_JSON).handler(SandboxRoutes::asJson);
        router.route().handler(BodyHandler.create(false).setBodyLimit(MOST_BODY_BYTES));
    }

    /** Curl calls what it posts a form, whatever it is; what is read as a form may have no long parts and no lone percent sign. */
    private static void asJson(RoutingContext context) {
        context.request().headers().set("Content-Type", "application/json");
        context.next();
    }

    void mount(Router router) {
        router.get("/").handler(context -> html(context, () -> new SandboxPage(kit).render()));
        router.get("/accepted").handler(context -> json(context, () -> page(context)));
        router.get("/accepted/count").handler(context -> json(context, () -> count(context)));
        router.get("/accepted/duplicates").handler(context -> json(context, () -> duplicates(context)));
        router.get("/outcomes").handler(context -> json(context, () -> outcome(context)));
        router.get("/calls").handler(context -> json(context, this::calls));
        router.get("/receipts").handler(context -> answer(context, 200, held()));
        router.get("/receipts/taken").handler(context -> json(context, () -> taken(context)));
        router.post("/receipts/release").handler(this::release);
        router.get("/faults").handler(context -> json(context, this::faults));
        router.post("/faults").handler(this::addFault);
        router.delete("/faults").handler(this::clearFaults);
        router.delete("/faults/:id").handler(this::removeFault);
        router.route().last().handler(context -> {
            throw new RefusedRequest(404, "There is nothing at this address");
        });
        router.route().failureHandler(this::failed);
    }

    private Object duplicates(RoutingContext context) {
        takeOnly(context, "keyPrefix", "vendor", "limit");
        return kit.messages().duplicates(parameter(context, "keyPrefix"), parameter(context, "vendor"), limit(context));
    }

    private Object page(RoutingContext context) {
        takeOnly(context, "vendor", "to", "key", "limit", "after");
        AcceptedPage page = kit.messages()
                .page(
                        parameter(context, "vendor"),
                        parameter(context, "to"),
                        parameter(context, "key"),
                        limit(context),
                        number(context, "after", 0));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("items", page.lines());
        answer.put("next", page.next());
        return answer;
    }

    private Object count(RoutingContext context) {
        takeOnly(context, "by", "keyPrefix", "vendor");
        String by = parameter(context, "by");
        if (!by.equals("to") && !parameter(context, "keyPrefix").isEmpty()) {
            throw RefusedRequest.bad("Parameter 'keyPrefix' goes with by=to; by vendor all messages are counted");
        }
        return switch (by) {
            case "", "vendor" ->
                Map.of("total", kit.messages().count(), "counts", kit.messages().countByVendor());
            case "to" -> kit.messages().duplicates(parameter(context, "keyPrefix"), parameter(context, "vendor"), 0);
            default -> throw RefusedRequest.bad("Parameter 'by' must be vendor or to");
        };
    }

    /** How whoever has an address behaves, where nothing was said to the vendor and no fault is set. */
    private Object outcome(RoutingContext context) {
        takeOnly(context, "vendor", "to");
        String vendor = parameter(context, "vendor");
        if (!kit.vendors().contains(vendor)) {
            throw RefusedRequest.bad("Parameter 'vendor' must be one of " + String.join(", ", kit.vendors()));
        }
        String to = parameter(context, "to");
        if (to.isEmpty()) {
            throw RefusedRequest.bad("Parameter 'to' must be an address");
        }
        return Map.of("outcome", kit.outcomeFor(vendor, to).name().toLowerCase(Locale.ROOT));
    }

    /** How far the calls to Carillon's hooks are. */
    private Object calls() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("pending", kit.hooks().pending());
        answer.put("answered", kit.hooks().answered());
        answer.put("lost", kit.hooks().lost());
        return answer;
    }

    /** Receipts that a fault keeps back. */
    private Object held() {
        Map<String, Long> byVendor = kit.held().byVendor();
        return Map.of(
                "held", byVendor.values().stream().mapToLong(Long::longValue).sum(), "byVendor", byVendor);
    }

    /** Messages for which Carillon took a receipt. */
    private Object taken(RoutingContext context) {
        takeOnly(context, "limit", "after");
        return kit.taken().page(number(context, "after", 0), limit(context));
    }

    private void release(RoutingContext context) {
        int released = kit.held().release();
        LOG.infof("%d receipts released", released);
        answer(context, 202, Map.of("released", released));
    }

    private Object faults() {
        return Map.of(
                "items", kit.faults().states().stream().map(SandboxRoutes::view).toList());
    }

    private void addFault(RoutingContext context) {
        FaultRule rule = FaultReader.read(context.body().asString(), kit.vendors());
        try {
            long id = kit.faults().add(rule);
            LOG.infof("Fault %d added: %s at %s", id, rule.kind(), rule.vendor());
            answer(context, 201, view(new FaultRules.State(id, rule, 0, 0, 0)));
        } catch (IllegalStateException tooMany) {
            throw new RefusedRequest(409, tooMany.getMessage());
        }
    }

    private void clearFaults(RoutingContext context) {
        kit.faults().clear();
        LOG.info("Faults cleared");
        context.response().setStatusCode(204).end();
    }

    private void removeFault(RoutingContext context) {
        String id = context.pathParam("id");
        if (!NUMBER.matcher(id).matches() || !kit.faults().remove(Long.parseLong(id))) {
            throw new RefusedRequest(404, "There is no such fault; GET /faults lists them");
        }
        LOG.infof("Fault %s removed", id);
        context.response().setStatusCode(204).end();
    }

    private static Map<String, Object> view(FaultRules.State state) {
        FaultRule rule = state.rule();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", state.id());
        view.put("vendor", rule.vendor());
        view.put("kind", rule.kind());
        view.put("match", rule.match() == null ? null : rule.match().pattern());
        view.put("share", rule.share());
        view.put("times", rule.times());
        view.put("code", rule.code());
        view.put("seconds", rule.time().toMillis() / 1_000.0);
        view.put("asked", state.asked());
        view.put("fired", state.fired());
        view.put("messages", state.messages());
        return view;
    }

    /** A filter that is not known would be answered with everything. */
    private static void takeOnly(RoutingContext context, String... known) {
        for (String name : context.queryParams().names()) {
            if (!List.of(known).contains(name)) {
                throw RefusedRequest.bad("An unknown parameter; known here are " + String.join(", ", known));
            }
        }
    }

    private static String parameter(RoutingContext context, String name) {
        List<String> values = context.queryParam(name);
        String value = values.isEmpty() ? "" : values.get(0);
        if (value.length() > LONGEST_FILTER) {
            throw RefusedRequest.bad("Parameter '" + name + "' must be at most " + LONGEST_FILTER + " characters long");
        }
        return value;
    }

    private static long number(RoutingContext context, String name, long otherwise) {
        String value = parameter(context, name);
        if (value.isEmpty()) {
            return otherwise;
        }
        if (!NUMBER.matcher(value).matches()) {
            throw RefusedRequest.bad("Parameter '" + name + "' must be a whole number of at most 15 digits");
        }
        return Long.parseLong(value);
    }

    private static int limit(RoutingContext context) {
        long limit = number(context, "limit", USUAL_LIMIT);
        if (limit < 1 || limit > MOST_LINES) {
            throw RefusedRequest.bad("Parameter 'limit' must be from 1 to " + MOST_LINES);
        }
        return (int) limit;
    }

    private static void json(RoutingContext context, Callable<Object> work) {
        context.vertx()
                .executeBlocking(work, false)
                .onSuccess(result -> answer(context, 200, result))
                .onFailure(context::fail);
    }

    private static void html(RoutingContext context, Callable<String> work) {
        context.vertx()
                .executeBlocking(work, false)
                .onSuccess(page -> context.response()
                        .putHeader("Content-Type", "text/html;charset=UTF-8")
                        .putHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                        .end(page))
                .onFailure(context::fail);
    }

    private static void answer(RoutingContext context, int status, @Nullable Object body) {
        answer(context, status, "application/json", body);
    }

    private static void answer(RoutingContext context, int status, String type, @Nullable Object body) {
        try {
            context.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", type)
                    .end(AcceptedLog.JSON.writeValueAsString(body));
        } catch (JsonProcessingException impossible) {
            context.fail(impossible);
        }
    }

    private void failed(RoutingContext context) {
        Throwable failure = context.failure();
        int status = context.statusCode() > 0 ? context.statusCode() : 500;
        String detail = "The sandbox failed; its log says why";
        if (failure instanceof RefusedRequest refused) {
            status = refused.status();
            detail = refused.getMessage();
        } else if (failure instanceof HttpException http) {
            status = http.getStatusCode();
            detail = status == 413 ? "The body is larger than " + MOST_BODY_BYTES + " bytes" : http.getMessage();
        } else if (status < 500) {
            detail = "The request cannot be read; is the body what its Content-Type says?";
        } else {
            LOG.errorf(failure, "The sandbox failed at %s with status %d", context.normalizedPath(), status);
        }
        if (!context.response().ended() && context.request().method() != HttpMethod.HEAD) {
            answer(
                    context,
                    status,
                    "application/problem+json",
                    Map.of(
                            "type",
                            "about:blank",
                            "title",
                            title(status),
                            "status",
                            status,
                            "detail",
                            String.valueOf(detail)));
        }
    }

    /** A problem without a type has the status's own words as its title. */
    private static String title(int status) {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }
}
