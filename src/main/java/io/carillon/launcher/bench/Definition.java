package io.carillon.launcher.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A campaign that is sent. It asks for no news, so that it ends as soon as everybody was sent to.
 *
 * @param tag of the group that it is for, and nobody else
 * @param channel its only one
 * @param body as JSON for REST
 */
record Definition(String tag, String channel, Map<String, Object> body) {
    private static final String TITLE = "中秋好礼";
    private static final String NAME = "${name!'会员'}";
    private static final String NOW = "now";
    // As many as make a mail of 5.8 kB as it goes over the wire.
    private static final int PARAGRAPHS = 17;
    private static final String PARAGRAPH = "<p style=\"font-size:16px;line-height:1.6;color:#1f2933;margin:0 0 12px\">"
            + "门店与网上商城同享，先到先得；会员积分可抵现，满三百减五十，三天有效。</p>";

    /** A mail of about 5.8 kB to everybody with the tag. */
    static Definition mail(String tag) {
        return mail(tag, NOW);
    }

    /** The same, but it leaves at a later time, such as {@code 2031-01-01T09:00}. */
    static Definition mail(String tag, String start) {
        Map<String, Object> mail =
                Map.of("subject", TITLE, "html", page(), "text", NAME + "，满300减50：${link} 退订：${unsubscribe_url}");
        return campaign(tag, start, "email", "email", mail);
    }

    private static String page() {
        return "<!doctype html><html lang=\"zh\"><head><meta charset=\"utf-8\"><title>" + TITLE + "</title></head>"
                + "<body style=\"margin:0;background:#f4f5f7\"><h1>" + NAME + "</h1>"
                + PARAGRAPH.repeat(PARAGRAPHS)
                + "<p><a href=\"${link}\">立即领取</a></p><p><a href=\"${unsubscribe_url}\">退订</a></p></body></html>";
    }

    /** An approved template of Aliyun's. */
    static Definition aliyun(String tag) {
        Map<String, Object> binding =
                Map.of("signature", "钟楼商城", "template", "SMS_123456789", "params", Map.of("name", NAME));
        Map<String, Object> sms =
                Map.of("text", NAME + "，满300减50 ${link} 拒收请回复R", "bindings", Map.of("aliyun-marketing", binding));
        return campaign(tag, NOW, "sms", "sms", sms);
    }

    /** Free text over Twilio. */
    static Definition twilio(String tag) {
        Map<String, Object> sms = Map.of("text", "Dear member, 50 off 300, three days only. Reply STOP to opt out");
        return campaign(tag, NOW, "sms", "sms", sms);
    }

    /** A notification. */
    static Definition push(String tag) {
        return campaign(tag, NOW, "push", "push", Map.of("title", TITLE, "body", NAME + "，满300减50，三天有效"));
    }

    /** A subscribe message, for which each person has granted one. */
    static Definition wechat(String tag) {
        Map<String, Object> binding =
                Map.of("template", "TM00001", "data", Map.of("thing1", TITLE, "thing2", NAME + "，满300减50"));
        return campaign(tag, NOW, "wechat", "wechat.subscribe", Map.of("bindings", Map.of("shop-service", binding)));
    }

    private static Definition campaign(
            String tag, String start, String channel, String form, Map<String, Object> override) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("defaultLocale", "zh");
        message.put("title", TITLE);
        message.put("text", "满300减50，三天有效");
        message.put("link", "https://shop.example/mid-autumn");
        message.put("overrides", Map.of(form, override));
        Map<String, Object> campaign = new LinkedHashMap<>();
        campaign.put("kind", "campaign");
        campaign.put("name", "bench " + channel + " " + tag);
        campaign.put("purpose", "marketing");
        campaign.put("segment", Map.of("tag", tag));
        campaign.put("message", message);
        campaign.put("channels", Map.of("order", List.of(channel), "openFor", Map.of(channel, "0s")));
        campaign.put("schedule", Map.of("start", start, "zone", "Asia/Shanghai"));
        return new Definition(tag, channel, campaign);
    }
}
