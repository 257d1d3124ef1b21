package io.carillon.channel.wechat;

import io.carillon.channel.OptOutWords;
import io.carillon.channel.Reason;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorReport;
import io.carillon.vault.Vault;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What people's acts and WeChat's reports mean. Every act of a person opens the customer service window anew.
 *
 * <p>Sources: <a href="https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_event_pushes.html">event
 * pushes</a>, <a href="https://developers.weixin.qq.com/doc/offiaccount/Subscription_Messages/api.html">events of subscription
 * messages</a>, <a href="https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Template_Message_Interface.html">
 * TEMPLATESENDJOBFINISH</a>.
 */
final class WechatEvents {
    private static final Logger LOG = Logger.getLogger(WechatEvents.class);
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}");
    private static final Pattern OPENID = Pattern.compile("[A-Za-z0-9_-]{6,64}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");
    private static final int MOST_TEMPLATES = 20;
    private static final int LONGEST_CODE = 100;
    private static final int LONGEST_WORD = 20;
    private static final int KEY_BYTES = 16;

    private final Vault vault;
    private final Clock clock;

    WechatEvents(Vault vault, Clock clock) {
        this.vault = vault;
        this.clock = clock;
    }

    /** Who did it, when, and a name for the act that WeChat's repeats share. */
    private record Act(String openid, Instant at, String name) {}

    /** What an event says; empty for those that say nothing to us. */
    List<VendorReport> read(Element event, VendorAccount account) {
        String openid = WechatEnvelope.text(event, "FromUserName");
        if (!OPENID.matcher(openid).matches()) {
            return List.of();
        }
        String kind = WechatEnvelope.text(event, "MsgType").toLowerCase(Locale.ROOT);
        String what = kind.equals("event") ? WechatEnvelope.text(event, "Event").toLowerCase(Locale.ROOT) : kind;
        String seconds = WechatEnvelope.text(event, "CreateTime");
        String id = WechatEnvelope.text(event, "MsgId");
        Act act = new Act(openid, at(seconds), account.scope() + ':' + openid + ':' + seconds + ':' + what + ':' + id);
        List<VendorReport> reports = new ArrayList<>();
        switch (what) {
            case "subscribe" -> reports.add(new VendorReport.Follow(key(act, "follow"), openid, true, act.at()));
            case "unsubscribe" -> reports.add(new VendorReport.Follow(key(act, "leave"), openid, false, act.at()));
            case "subscribe_msg_popup_event" -> each(event, item -> popup(item, act, reports));
            case "subscribe_msg_change_event" -> each(event, item -> change(item, act, reports));
            case "subscribe_msg_sent_event" -> each(event, item -> sent(item, act, reports));
            case "templatesendjobfinish" -> finished(event, act, reports);
            case "text" -> text(event, act, reports);
            case "scan", "click", "view", "image", "voice", "video", "location", "link" -> interaction(act, reports);
            default -> LOG.debugf("Account %s: an event %s says nothing to us", account.name(), shortened(what, 40));
        }
        return reports;
    }

    /** The person answered our question: one message for each time that it was a yes; a no ends what was granted. */
    private void popup(Element item, Act act, List<VendorReport> reports) {
        String template = WechatEnvelope.text(item, "TemplateId");
        String answer = WechatEnvelope.text(item, "SubscribeStatusString");
        if (ID.matcher(template).matches() && List.of("accept", "reject").contains(answer)) {
            String name = template + ':' + answer + ':' + WechatEnvelope.text(item, "PopupScene");
            reports.add(new VendorReport.Grant(
                    key(act, name), act.openid(), template, answer.equals("accept") ? 1 : 0, act.at()));
            interaction(act, reports);
        }
    }

    /** The person changed it in the settings; only refusals are told. */
    private void change(Element item, Act act, List<VendorReport> reports) {
        String template = WechatEnvelope.text(item, "TemplateId");
        if (ID.matcher(template).matches()
                && WechatEnvelope.text(item, "SubscribeStatusString").equals("reject")) {
            reports.add(new VendorReport.Grant(key(act, template), act.openid(), template, 0, act.at()));
        }
    }

    private void sent(Element item, Act act, List<VendorReport> reports) {
        String code = WechatEnvelope.text(item, "ErrorCode");
        String status = WechatEnvelope.text(item, "ErrorStatus");
        boolean isGood = code.equals("0") || code.isEmpty() && isSuccess(status);
        if (isGood || NUMBER.matcher(code).matches() || isFailure(status)) {
            receipt(WechatEnvelope.text(item, "MsgID"), isGood, code.isEmpty() ? status : code, status, act, reports);
        }
    }

    private void finished(Element event, Act act, List<VendorReport> reports) {
        String status = WechatEnvelope.text(event, "Status");
        if (isSuccess(status) || isFailure(status)) {
            receipt(WechatEnvelope.text(event, "MsgID"), isSuccess(status), status, status, act, reports);
        }
    }

    private static boolean isSuccess(String status) {
        return status.strip().equalsIgnoreCase("success");
    }

    /** As {@code failed:user block}: only what is called a failure is one, a state that nobody knows says nothing. */
    private static boolean isFailure(String status) {
        return status.strip().toLowerCase(Locale.ROOT).startsWith("fail");
    }

    private void receipt(
            String id, boolean isDelivered, String code, String status, Act act, List<VendorReport> reports) {
        if (!ID.matcher(id).matches()) {
            return;
        }
        Reason reason = null;
        if (!isDelivered) {
            boolean isBlockedByUser = status.toLowerCase(Locale.ROOT).contains("user block") || code.equals("43101");
            reason = isBlockedByUser ? Reason.USER_BLOCKED : Reason.UNDELIVERED;
        }
        reports.add(new VendorReport.Receipt(
                id + ':' + shortened(code, LONGEST_CODE),
                null,
                id,
                isDelivered ? VendorReport.Outcome.DELIVERED : VendorReport.Outcome.UNDELIVERED,
                reason,
                shortened(code, LONGEST_CODE),
                null,
                null,
                act.at()));
    }

    private void text(Element event, Act act, List<VendorReport> reports) {
        String content = WechatEnvelope.text(event, "Content");
        if (OptOutWords.isOptOut(content)) {
            reports.add(new VendorReport.OptOut(
                    key(act, "out"), act.openid(), null, shortened(content, LONGEST_WORD), act.at()));
        } else if (OptOutWords.isOptIn(content)) {
            reports.add(
                    new VendorReport.OptIn(key(act, "in"), act.openid(), shortened(content, LONGEST_WORD), act.at()));
        }
        interaction(act, reports);
    }

    private void interaction(Act act, List<VendorReport> reports) {
        reports.add(new VendorReport.Interaction(key(act, "act"), act.openid(), act.at()));
    }

    /** Keyed, because dedupe keys are stored in the open and an openid is personal. */
    private String key(Act act, String part) {
        byte[] hash = vault.hash("wechat event", part, act.name());
        return HexFormat.of().formatHex(hash, 0, KEY_BYTES);
    }

    private Instant at(String seconds) {
        return SECONDS.matcher(seconds).matches() ? Instant.ofEpochSecond(Long.parseLong(seconds)) : clock.instant();
    }

    /** The {@code List} elements, wherever in the event they stand. */
    private static void each(Element event, Consumer<Element> work) {
        NodeList items = event.getElementsByTagName("List");
        for (int i = 0; i < Math.min(items.getLength(), MOST_TEMPLATES); i++) {
            work.accept((Element) Objects.requireNonNull(items.item(i)));
        }
    }

    private static String shortened(@Nullable String text, int length) {
        String some = Objects.requireNonNullElse(text, "");
        return some.length() <= length ? some : some.substring(0, length);
    }
}
