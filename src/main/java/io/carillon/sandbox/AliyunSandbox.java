package io.carillon.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Clock;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Aliyun SMS. Its SDK takes a host and port without a path, so this vendor has a port of its own, setting
 * {@code aliyun.port} (8091, or a free one where the mail server takes a free one too; see {@link #port}); every action is
 * a POST to {@code /}.
 *
 * <p>Settings: {@code aliyun.accessKeyId} and {@code aliyun.accessKeySecret} (calls are refused unless signed with them),
 * {@code aliyun.account} and {@code aliyun.hookSecret} (reports go to {@code /hooks/aliyun/{account}/{hookSecret}}),
 * {@code aliyun.carrierMillis} (300; how long carriers take until they know whether a message arrived).
 * {@code POST /aliyun/replies} on the sandbox's own port, as {@code {"from": "+8613800000000", "body": "R"}}, lets
 * somebody reply.
 */
public final class AliyunSandbox implements SandboxVendor {
    private static final String HOST = "127.0.0.1";
    private static final String USUAL_PORT = "8091";
    private static final long MOST_BODY_BYTES = 1024 * 1024;
    /** Parameters of SendSms come in the URL. */
    private static final int LONGEST_LINE = 16 * 1024;

    private static final int LONGEST_REPLY = 500;
    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern NUMBER = Pattern.compile("\\+?[1-9]\\d{5,14}");

    private @Nullable Vertx vertx;
    private @Nullable HttpServer server;
    private @Nullable AliyunReports reports;

    @Override
    public String vendor() {
        return "aliyun";
    }

    @Override
    public void mount(Router router, SandboxKit kit) {
        Clock clock = Clock.systemUTC();
        String url = kit.setting("hooks") + "/hooks/aliyun/" + or(kit, "aliyun.account", "aliyun-marketing") + "/"
                + or(kit, "aliyun.hookSecret", "sandbox-aliyun-hook-secret");
        // A wrong setting is told at the start.
        AliyunFate.delay(kit);
        AliyunReports people = new AliyunReports(kit, new AliyunPush(kit, url), clock);
        this.reports = people;
        router.post("/aliyun/replies").handler(this::reply);
        AliyunSignature signature = new AliyunSignature(
                or(kit, "aliyun.accessKeyId", "sandbox-key"), or(kit, "aliyun.accessKeySecret", "sandbox-secret"));
        listen(kit, new AliyunActions(kit, people, signature, clock));
    }

    /** The port that takes Aliyun's calls, once mounted. */
    public int port() {
        HttpServer running = server;
        if (running == null) {
            throw new IllegalStateException("The Aliyun sandbox does not listen yet");
        }
        return running.actualPort();
    }

    private void listen(SandboxKit kit, AliyunActions actions) {
        Vertx own = Vertx.vertx();
        this.vertx = own;
        Router router = Router.router(own);
        router.route().handler(BodyHandler.create(false).setBodyLimit(MOST_BODY_BYTES));
        router.route("/").handler(actions::handle);
        boolean isOnFreePorts = kit.setting("smtp.port").equals("0");
        int port = port(or(kit, "aliyun.port", isOnFreePorts ? "0" : USUAL_PORT));
        HttpServerOptions options =
                Sandbox.plain().setMaxInitialLineLength(LONGEST_LINE).setMaxFormAttributeSize((int) MOST_BODY_BYTES);
        try {
            this.server = own.createHttpServer(options)
                    .requestHandler(router)
                    .listen(port, HOST)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException taken) {
            throw new SandboxFailure(
                    "Aliyun's sandbox cannot listen on " + HOST + ":" + port + " ("
                            + taken.getCause().getMessage() + "); set aliyun.port to a free one",
                    taken);
        }
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > HIGHEST_PORT) {
            throw new SandboxFailure("Setting 'aliyun.port' must be a port from 0 to " + HIGHEST_PORT, null);
        }
        return Integer.parseInt(text);
    }

    private void reply(RoutingContext context) {
        JsonNode json;
        try {
            json = AcceptedLog.JSON.readTree(
                    context.body().asString() == null ? "" : context.body().asString());
        } catch (JsonProcessingException malformed) {
            throw RefusedRequest.bad("The body must be JSON such as {\"from\":\"+8613800000000\",\"body\":\"R\"}");
        }
        String from = json.path("from").asText("");
        String body = json.path("body").asText("");
        if (!NUMBER.matcher(from).matches()) {
            throw RefusedRequest.bad("Field 'from' must be a phone number such as +8613800000000");
        }
        if (body.isBlank() || body.length() > LONGEST_REPLY) {
            throw RefusedRequest.bad("Field 'body' must be a text of 1 to " + LONGEST_REPLY + " characters");
        }
        String mainland = from.replaceFirst("^\\+?86(1[3-9]\\d{9})$", "$1").replaceFirst("^\\+", "");
        if (reports != null) {
            reports.reply(mainland, body, json.path("signature").asText(""));
        }
        context.response()
                .setStatusCode(202)
                .putHeader("Content-Type", "application/json")
                .end("{\"pushed\":1}");
    }

    private static String or(SandboxKit kit, String key, String otherwise) {
        String value = kit.setting(key);
        return value.isEmpty() ? otherwise : value;
    }

    @Override
    public void close() {
        if (vertx != null) {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
