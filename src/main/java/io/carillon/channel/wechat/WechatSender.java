package io.carillon.channel.wechat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.channel.CallDeadline;
import io.carillon.channel.Content;
import io.carillon.channel.Outbound;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import io.carillon.channel.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.mp.bean.subscribe.WxMpSubscribeMessage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends through one official account: a call for each message, one after the other on the caller's thread. Thread-safe. */
final class WechatSender implements Sender {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CALL_SIZE = 20;
    private static final int MANY_TURNED_AWAY = 10;

    private static final Logger LOG = Logger.getLogger(WechatSender.class);

    private final WechatClient client;
    private final String account;
    private final int concurrency;
    // the class of what went wrong with the last answer; empty where it could be read
    private volatile String lastTrouble = "";
    // how many messages in a row were not taken with a fresh token
    private final AtomicInteger turnedAway = new AtomicInteger();

    WechatSender(WechatSettings settings, WechatTokenStore tokens) {
        this.client = new WechatClient(settings, tokens);
        this.account = settings.account();
        this.concurrency = settings.concurrency();
    }

    @Override
    public int callSize() {
        return CALL_SIZE;
    }

    @Override
    public int concurrency() {
        return concurrency;
    }

    @Override
    public List<SendResult> send(List<Outbound> messages, CallDeadline deadline) {
        List<SendResult> results = new ArrayList<>(messages.size());
        for (Outbound message : messages) {
            results.add(deadline.isOver() ? new SendResult.NotSent(Reason.LEASE_OVER, "", null) : send(message));
        }
        return results;
    }

    /** Idle connections end with the process; WxJava offers no way to close its client. */
    @Override
    public void close() {}

    private SendResult send(Outbound message) {
        if (!(message.content() instanceof Content.WechatSubscribe subscribe)) {
            throw new IllegalArgumentException("This account sends subscribe messages only; " + message + " is none");
        }
        WxMpSubscribeMessage wire = wire(message.address(), subscribe);
        SendResult first = send(wire, true);
        // A call whose token was not taken was not processed: it may be made again with another one.
        return first == null ? Objects.requireNonNull(send(wire, false)) : first;
    }

    /**
     * Sends once.
     *
     * @return null where the token was not taken and {@code mayRepeat}
     */
    private @Nullable SendResult send(WxMpSubscribeMessage wire, boolean mayRepeat) {
        WechatTokenStore.Token token;
        try {
            token = client.prepare();
        } catch (WxErrorException refused) {
            return WechatErrors.ofToken(refused);
        } catch (RuntimeException broken) {
            return new SendResult.NotSent(Reason.VENDOR_DOWN, "", null);
        }
        try {
            String answer = client.send(wire);
            lastTrouble = "";
            turnedAway.set(0);
            return accepted(answer);
        } catch (WxErrorException refused) {
            if (WechatErrors.isTokenError(refused)) {
                client.forget(token);
                return mayRepeat ? null : withoutGoodToken(refused);
            }
            return WechatErrors.ofMessage(refused);
        } catch (RuntimeException unreadable) {
            // As when a proxy answers with a page of its own: nobody knows what WeChat did.
            noteTrouble(unreadable);
            return new SendResult.Unknown(Reason.VENDOR_ERROR, "");
        }
    }

    /** Even the token that WeChat has just given was not taken: for a moment, or as another program has others given to it. */
    private SendResult withoutGoodToken(WxErrorException refused) {
        return turnedAway.incrementAndGet() < MANY_TURNED_AWAY
                ? WechatErrors.ofMessage(refused)
                : new SendResult.Blocked(
                        Reason.CREDENTIALS, Integer.toString(refused.getError().getErrorCode()));
    }

    /** Logs when answers begin to be unreadable, or otherwise so; not every time. What the exception says may hold the message. */
    private void noteTrouble(RuntimeException unreadable) {
        String trouble = unreadable.getClass().getName();
        if (!trouble.equals(lastTrouble)) {
            lastTrouble = trouble;
            LOG.warnf(
                    "WeChat account %s: an answer to a message could not be read (%s), so nobody knows whether it was taken;"
                            + " is there a proxy in between?",
                    account, trouble);
        }
    }

    private static WxMpSubscribeMessage wire(String openid, Content.WechatSubscribe subscribe) {
        return WxMpSubscribeMessage.builder()
                .toUser(openid)
                .templateId(subscribe.template())
                .page(subscribe.page())
                .dataMap(subscribe.data())
                .build();
    }

    /**
     * A success, with the id that the event about this message will carry if it names one; a doubt where the answer does not say that
     * it is a success.
     */
    private static SendResult accepted(String answer) {
        try {
            JsonNode json = JSON.readTree(answer);
            if (json != null
                    && json.path("errcode").isInt()
                    && json.path("errcode").intValue() == 0) {
                String id = json.path("msgid").asText("");
                return new SendResult.Accepted(id.isEmpty() ? null : id);
            }
        } catch (JsonProcessingException notJson) {
            // As whatever else is not WeChat's.
        }
        return new SendResult.Unknown(Reason.VENDOR_ERROR, "");
    }
}
