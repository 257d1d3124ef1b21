package io.carillon.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * {@code POST /wechat/events}: people do something at the account. JSON: {@code account} (Carillon's name for it) and
 * {@code events}, at most 10,000, each with {@code openid}, {@code event} (subscribe, unsubscribe, grant, reject or text) and as
 * needed {@code template}, {@code count} and {@code content}.
 */
final class WechatActs {
    private static final Pattern OPENID = Pattern.compile("[A-Za-z0-9_-]{6,64}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int MOST_EVENTS = 10_000;
    private static final int MOST_GRANTS = 10;
    private static final int LONGEST_TEXT = 600;

    private final WechatPeople people;
    private final WechatHooks hooks;
    private final SandboxKit kit;
    private final AtomicLong nextId = new AtomicLong(System.currentTimeMillis() * 1_000);

    WechatActs(WechatPeople people, WechatHooks hooks, SandboxKit kit) {
        this.people = people;
        this.hooks = hooks;
        this.kit = kit;
    }

    /** One act, checked. */
    private record Act(String openid, String event, String template, int count, String content) {}

    void take(RoutingContext context) {
        JsonNode json = json(context.body().asString());
        String account = json.path("account").asText(kit.setting("wechat.account"));
        check(NAME.matcher(account).matches(), "Field 'account' must be Carillon's name of the account");
        JsonNode events = json.path("events");
        check(
                events.isArray() && events.size() <= MOST_EVENTS,
                "Field 'events' must be a list of at most " + MOST_EVENTS + " acts");
        // All are checked before the first is done.
        List<Act> acts = new ArrayList<>();
        events.forEach(event -> acts.add(act(event)));
        // Not told: as if Carillon had not been there yet.
        boolean isTold = json.path("isTold").asBoolean(true);
        acts.forEach(act -> perform(account, act, isTold));
        context.response()
                .setStatusCode(202)
                .putHeader("Content-Type", "application/json")
                .end("{\"events\":" + acts.size() + "}");
    }

    private static Act act(JsonNode json) {
        Act act = new Act(
                json.path("openid").asText(""),
                json.path("event").asText(""),
                json.path("template").asText(""),
                json.path("count").asInt(1),
                json.path("content").asText(""));
        check(
                OPENID.matcher(act.openid()).matches(),
                "Each event needs an 'openid' of 6 to 64 letters, digits, - or _");
        boolean isAboutTemplate = List.of("grant", "reject").contains(act.event());
        check(
                isAboutTemplate || List.of("subscribe", "unsubscribe", "text").contains(act.event()),
                "Field 'event' must be subscribe, unsubscribe, grant, reject or text");
        check(!isAboutTemplate || NAME.matcher(act.template()).matches(), "A grant or reject needs a 'template'");
        check(act.count() >= 1 && act.count() <= MOST_GRANTS, "Field 'count' must be 1 to " + MOST_GRANTS);
        check(
                act.content().length() <= LONGEST_TEXT && !act.content().contains("]]>"),
                "Field 'content' must be at most " + LONGEST_TEXT + " characters without ]]>");
        return act;
    }

    private void perform(String account, Act act, boolean isTold) {
        switch (act.event()) {
            case "subscribe" -> {
                people.follow(act.openid());
                tell(isTold, account, act, event("subscribe"));
            }
            case "unsubscribe" -> {
                people.leave(act.openid());
                tell(isTold, account, act, event("unsubscribe"));
            }
            case "grant" -> {
                people.grant(act.openid(), act.template(), act.count());
                for (int i = 0; i < act.count(); i++) {
                    tell(isTold, account, act, popup(act.template(), "accept", i));
                }
            }
            case "reject" -> {
                people.revoke(act.openid(), act.template());
                tell(isTold, account, act, popup(act.template(), "reject", 0));
            }
            default -> tell(isTold, account, act, text(act.content()));
        }
    }

    private void tell(boolean isTold, String account, Act act, String body) {
        if (isTold) {
            hooks.event(account, act.openid(), body, Duration.ZERO);
        }
    }

    private static String event(String name) {
        return "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[" + name + "]]></Event>";
    }

    private static String popup(String template, String answer, int scene) {
        return WechatHooks.listed(
                "subscribe_msg_popup_event",
                "SubscribeMsgPopupEvent",
                template,
                "<SubscribeStatusString><![CDATA[" + answer + "]]></SubscribeStatusString><PopupScene>" + scene
                        + "</PopupScene>");
    }

    private String text(String content) {
        return "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[" + content + "]]></Content><MsgId>"
                + nextId.incrementAndGet() + "</MsgId>";
    }

    private static JsonNode json(String body) {
        try {
            JsonNode json = AcceptedLog.JSON.readTree(body == null ? "" : body);
            check(json.isObject(), "Send a JSON object with 'account' and 'events'");
            return json;
        } catch (JsonProcessingException malformed) {
            throw RefusedRequest.bad("The body is not JSON: " + malformed.getOriginalMessage());
        }
    }

    private static void check(boolean isRight, String whatToFix) {
        if (!isRight) {
            throw RefusedRequest.bad(whatToFix);
        }
    }
}
