package io.carillon.sandbox;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Events to Carillon, as WeChat's servers post them: encrypted XML, signed in the query. Thread-safe. */
final class WechatHooks {
    private final SandboxKit kit;
    private final WechatCrypt crypt;
    private final Clock clock;

    WechatHooks(SandboxKit kit, WechatCrypt crypt, Clock clock) {
        this.kit = kit;
        this.crypt = crypt;
        this.clock = clock;
    }

    /**
     * Posts an event; done when it was answered: whether it was taken.
     *
     * @param body elements of the event beside who and when
     */
    Future<Boolean> event(String account, String openid, String body, Duration delay) {
        long now = clock.instant().getEpochSecond();
        String xml = "<xml><ToUserName><![CDATA[gh_" + account.hashCode() + "]]></ToUserName><FromUserName><![CDATA["
                + openid + "]]></FromUserName><CreateTime>" + now + "</CreateTime>" + body + "</xml>";
        String cipher = crypt.encrypt(xml);
        String timestamp = Long.toString(now + delay.toSeconds());
        String nonce = Integer.toString(ThreadLocalRandom.current().nextInt(100_000_000, 1_000_000_000));
        String url = kit.setting("hooks") + "/hooks/wechat/" + account + "?signature=" + crypt.sign(timestamp, nonce)
                + "&timestamp=" + timestamp + "&nonce=" + nonce + "&openid=" + openid
                + "&encrypt_type=aes&msg_signature=" + crypt.sign(timestamp, nonce, cipher);
        String envelope = "<xml><ToUserName><![CDATA[gh_" + account.hashCode() + "]]></ToUserName><Encrypt><![CDATA["
                + cipher + "]]></Encrypt></xml>";
        return kit.post(url, Map.of(), "text/xml", envelope.getBytes(StandardCharsets.UTF_8), delay);
    }

    /** The elements of an event with a list of one template. */
    static String listed(String event, String element, String template, String rest) {
        return "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[" + event + "]]></Event><" + element
                + "><List><TemplateId><![CDATA[" + template + "]]></TemplateId>" + rest + "</List></" + element + ">";
    }
}
