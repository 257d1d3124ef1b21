package io.carillon.sandbox;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Firebase Cloud Messaging, HTTP v1, with Google's token endpoint, and the shop's app that the pushes reach.
 *
 * <p>{@code POST /fcm/token} takes assertions signed by the service account of {@link FcmSandboxCredentials};
 * {@code POST /fcm/v1/projects/{project}/messages:send} takes messages with such a token. Settings: {@code fcm.project}
 * (when set, other projects are refused), {@code fcm.account} (the app reports to {@code /hooks/app/{account}}), and the
 * shares of {@link FcmApp}.
 */
public final class FcmSandbox implements SandboxVendor {
    private static final String VENDOR = "fcm";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final AtomicLong nextId = new AtomicLong(System.currentTimeMillis() * 1_000);

    @Override
    public String vendor() {
        return VENDOR;
    }

    @Override
    public void mount(Router router, SandboxKit kit) {
        FcmTokenIssuer issuer = new FcmTokenIssuer(Path.of(kit.setting("data")), Clock.systemUTC());
        String account = kit.setting("fcm.account");
        FcmApp app = new FcmApp(kit, account.isEmpty() ? "shop-app" : account);
        router.post("/fcm/token").handler(context -> token(context, issuer));
        router.postWithRegex("/fcm/v1/projects/(?<project>[a-z0-9-]{1,63})/messages:send")
                .handler(context -> send(context, kit, issuer, app));
    }

    private static void token(RoutingContext context, FcmTokenIssuer issuer) {
        var form = context.request().formAttributes();
        try {
            if (!GRANT.equals(form.get("grant_type"))) {
                throw new FcmTokenIssuer.Refusal("Bad Request: grant_type must be " + GRANT);
            }
            String audience = context.request().absoluteURI();
            String token = issuer.issue(Objects.requireNonNullElse(form.get("assertion"), ""), audience);
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("access_token", token);
            answer.put("expires_in", FcmTokenIssuer.LIFE.toSeconds());
            answer.put("token_type", "Bearer");
            FcmAnswer.json(context, 200, answer);
        } catch (FcmTokenIssuer.Refusal refusal) {
            FcmAnswer.json(context, 400, Map.of("error", "invalid_grant", "error_description", refusal.getMessage()));
        }
    }

    private void send(RoutingContext context, SandboxKit kit, FcmTokenIssuer issuer, FcmApp app) {
        String authorization = context.request().getHeader("Authorization");
        if (authorization == null || !issuer.isGood(authorization)) {
            FcmAnswer.of("UNAUTHENTICATED").send(context);
            return;
        }
        String project = context.pathParam("project");
        if (!kit.setting("fcm.project").isEmpty() && !kit.setting("fcm.project").equals(project)) {
            FcmAnswer.of("PERMISSION_DENIED").send(context);
            return;
        }
        FcmPush.Reading reading = FcmPush.read(context.body().asString());
        FcmPush push = reading.push();
        if (push == null) {
            Objects.requireNonNull(reading.error()).send(context);
            return;
        }
        Fault fault = kit.faultFor(VENDOR, push.token());
        if (fault != null) {
            show(context, fault, () -> accept(kit, project, push, app));
        } else if (kit.outcomeFor(VENDOR, push.token()) == SandboxKit.Outcome.REFUSED) {
            FcmAnswer.of("UNREGISTERED").send(context);
        } else {
            Taken taken = accept(kit, project, push, app);
            HttpTrouble.answerAfter(
                    taken.mayAnswer(), () -> FcmAnswer.json(context, 200, Map.of("name", taken.name())));
        }
    }

    /** A push that was taken, and when that may be answered. */
    private record Taken(String name, Future<Void> mayAnswer) {}

    private Taken accept(SandboxKit kit, String project, FcmPush push, FcmApp app) {
        String name = "projects/" + project + "/messages/0:" + nextId.incrementAndGet();
        kit.accepted(new AcceptedMessage(VENDOR, project, name, push.key(), push.token(), push.content()));
        return new Taken(name, app.receive(name, push));
    }

    private static void show(RoutingContext context, Fault fault, Runnable accept) {
        switch (fault.kind()) {
            case THROTTLE -> {
                context.response()
                        .putHeader("Retry-After", Long.toString(fault.time().toSeconds()));
                FcmAnswer.of("QUOTA_EXCEEDED").send(context);
            }
            case SERVER_ERROR -> FcmAnswer.of(or(fault.code(), "INTERNAL")).send(context);
            case HANG -> HttpTrouble.hang(context, fault.time());
            case ACCEPT_THEN_RESET -> {
                accept.run();
                HttpTrouble.reset(context);
            }
            case RESET -> HttpTrouble.reset(context);
            case REFUSE -> FcmAnswer.of(or(fault.code(), "UNREGISTERED")).send(context);
            case BLOCK ->
                FcmAnswer.of(or(fault.code(), "THIRD_PARTY_AUTH_ERROR")).send(context);
            default -> throw new IllegalArgumentException(fault.kind() + " is not a fault of calls");
        }
    }

    private static String or(String code, String otherwise) {
        return code.isEmpty() ? otherwise : code;
    }
}
