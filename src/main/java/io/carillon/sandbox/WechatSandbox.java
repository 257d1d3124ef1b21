package io.carillon.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A WeChat official account's server side: stable tokens, subscribe messages to people who granted one, and events.
 *
 * <p>{@code POST /wechat/cgi-bin/stable_token}, {@code POST /wechat/cgi-bin/message/subscribe/bizsend}, and
 * {@code POST /wechat/events} for what people do ({@link WechatActs}). Settings: {@code wechat.appid}, {@code wechat.appSecret},
 * {@code wechat.token}, {@code wechat.aesKey}, {@code wechat.account} (events go to {@code /hooks/wechat/{account}}).
 */
public final class WechatSandbox implements SandboxVendor {
    private static final String VENDOR = "wechat";
    /** WeChat's servers need a moment. */
    private static final Duration DELAY = Duration.ofMillis(300);

    private static final Pattern OPENID = Pattern.compile("[A-Za-z0-9_-]{6,64}");
    private static final int LONGEST_VALUE = 256;

    private final WechatTokens tokens = new WechatTokens(Clock.systemUTC());
    private @Nullable WechatPeople people;
    private final AtomicLong nextId = new AtomicLong(System.currentTimeMillis() * 1_000_000L);

    @Override
    public String vendor() {
        return VENDOR;
    }

    @Override
    public void mount(Router router, SandboxKit kit) {
        people = new WechatPeople(Path.of(kit.setting("data")));
        String aesKey = kit.setting("wechat.aesKey");
        WechatCrypt crypt = new WechatCrypt(
                kit.setting("wechat.token"), aesKey.isEmpty() ? "A".repeat(43) : aesKey, kit.setting("wechat.appid"));
        WechatHooks hooks = new WechatHooks(kit, crypt, Clock.systemUTC());
        router.post("/wechat/cgi-bin/stable_token").handler(context -> token(context, kit));
        router.post("/wechat/cgi-bin/message/subscribe/bizsend").handler(context -> send(context, kit, hooks));
        router.post("/wechat/events").handler(new WechatActs(people(), hooks, kit)::take);
    }

    private WechatPeople people() {
        return Objects.requireNonNull(people, "not mounted");
    }

    @Override
    public void close() {
        if (people != null) {
            people.close();
        }
    }

    private void token(RoutingContext context, SandboxKit kit) {
        JsonNode asked = json(context);
        if (!asked.path("grant_type").asText().equals("client_credential")) {
            error(context, 40002, "invalid grant_type");
        } else if (!asked.path("appid").asText().equals(kit.setting("wechat.appid"))) {
            error(context, 40013, "invalid appid");
        } else if (!asked.path("secret").asText().equals(kit.setting("wechat.appSecret"))) {
            error(context, 40125, "invalid appsecret");
        } else {
            String token = tokens.issue(asked.path("force_refresh").asBoolean(false));
            answer(context, Map.of("access_token", token, "expires_in", tokens.secondsLeft()));
        }
    }

    private void send(RoutingContext context, SandboxKit kit, WechatHooks hooks) {
        List<String> given = context.queryParam("access_token");
        if (given.isEmpty()) {
            error(context, 41001, "access_token missing");
            return;
        }
        if (!tokens.isGood(given.get(0))) {
            error(context, 40001, "invalid credential, access_token is invalid or not latest");
            return;
        }
        JsonNode message = json(context);
        String openid = message.path("touser").asText("");
        String template = message.path("template_id").asText("");
        if (!OPENID.matcher(openid).matches()) {
            error(context, 40003, "invalid openid");
        } else if (template.isEmpty()) {
            error(context, 40037, "invalid template_id");
        } else if (!isData(message.path("data"))) {
            error(context, 47003, "argument invalid! data");
        } else {
            deliver(context, kit, hooks, message);
        }
    }

    private void deliver(RoutingContext context, SandboxKit kit, WechatHooks hooks, JsonNode message) {
        String openid = message.path("touser").asText();
        String template = message.path("template_id").asText();
        Fault fault = kit.faultFor(VENDOR, openid);
        if (fault != null) {
            show(context, fault, () -> accept(kit, hooks, message));
        } else if (!people().follows(openid)) {
            error(context, 43004, "require subscribe");
        } else if (kit.outcomeFor(VENDOR, openid) == SandboxKit.Outcome.REFUSED || !people().use(openid, template)) {
            error(context, 43101, "user refuse to accept the msg");
        } else {
            Taken taken = accept(kit, hooks, message);
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("errcode", 0);
            answer.put("errmsg", "ok");
            answer.put("msgid", taken.id());
            HttpTrouble.answerAfter(taken.mayAnswer(), () -> answer(context, answer));
        }
    }

    /** A message that was taken, and when that may be answered. */
    private record Taken(long id, Future<Void> mayAnswer) {}

    private Taken accept(SandboxKit kit, WechatHooks hooks, JsonNode message) {
        long id = nextId.incrementAndGet();
        String openid = message.path("touser").asText();
        String template = message.path("template_id").asText();
        Map<String, String> content = new LinkedHashMap<>();
        content.put("template", template);
        content.put("page", message.path("page").asText(""));
        message.path("data")
                .properties()
                .forEach(field -> content.put(
                        "data." + field.getKey(), field.getValue().path("value").asText("")));
        kit.accepted(new AcceptedMessage(VENDOR, kit.setting("wechat.appid"), Long.toString(id), "", openid, content));
        boolean isDelivered = kit.outcomeFor(VENDOR, openid) != SandboxKit.Outcome.UNDELIVERED;
        String body = WechatHooks.listed(
                "subscribe_msg_sent_event",
                "SubscribeMsgSentEvent",
                template,
                "<MsgID>" + id + "</MsgID><ErrorCode>" + (isDelivered ? 0 : -2) + "</ErrorCode><ErrorStatus><![CDATA["
                        + (isDelivered ? "success" : "failed:system failed") + "]]></ErrorStatus>");
        String account = kit.setting("wechat.account");
        Receipt sent = new Receipt(
                isDelivered ? Receipt.Tells.DELIVERED : Receipt.Tells.UNDELIVERED,
                DELAY,
                delay -> hooks.event(account, openid, body, delay));
        return new Taken(id, kit.receipts(VENDOR, Long.toString(id), openid, List.of(sent)));
    }

    private static void show(RoutingContext context, Fault fault, Runnable accept) {
        switch (fault.kind()) {
            case THROTTLE -> error(context, 45011, "api minute-quota reach limit");
            case SERVER_ERROR -> context.response().setStatusCode(502).end();
            case HANG -> HttpTrouble.hang(context, fault.time());
            case ACCEPT_THEN_RESET -> {
                accept.run();
                HttpTrouble.reset(context);
            }
            case RESET -> HttpTrouble.reset(context);
            case REFUSE -> error(context, code(fault, 43101), "refused");
            case BLOCK -> error(context, code(fault, 40037), "invalid template_id");
            default -> throw new IllegalArgumentException(fault.kind() + " is not a fault of calls");
        }
    }

    private static int code(Fault fault, int usual) {
        return fault.code().matches("-?\\d{1,6}") ? Integer.parseInt(fault.code()) : usual;
    }

    private static boolean isData(JsonNode data) {
        if (!data.isObject() || data.isEmpty()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> field : data.properties()) {
            String value = field.getValue().path("value").asText("");
            if (value.isEmpty() || value.length() > LONGEST_VALUE) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode json(RoutingContext context) {
        try {
            String body = context.body().asString();
            return body == null ? MissingNode.getInstance() : AcceptedLog.JSON.readTree(body);
        } catch (JsonProcessingException malformed) {
            return MissingNode.getInstance();
        }
    }

    private static void error(RoutingContext context, int code, String text) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("errcode", code);
        answer.put("errmsg", text + " rid: sandbox");
        answer(context, answer);
    }

    private static void answer(RoutingContext context, Map<String, Object> answer) {
        FcmAnswer.json(context, 200, answer);
    }
}
