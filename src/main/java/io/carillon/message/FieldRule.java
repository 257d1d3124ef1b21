package io.carillon.message;

import java.util.Map;

/**
 * What a field of a form may hold.
 *
 * @param longest characters of its source
 * @param longestFilled characters when it is filled in
 * @param isOneLine whether it may have no line breaks
 */
record FieldRule(Format format, int longest, int longestFilled, boolean isOneLine) {

    /** How values are made safe. */
    enum Format {
        PLAIN,
        HTML,
        URL
    }

    /** Web links: what browsers, apps and mail programs all take. */
    static final FieldRule URL = new FieldRule(Format.URL, 2_000, 2_500, true);

    /** What a tap opens in WeChat: as text, because it may be a page of a mini program; {@link LinkCheck} looks at it. */
    static final FieldRule PAGE = new FieldRule(Format.PLAIN, 1_000, 1_500, true);

    /** A parameter of an approved SMS template. */
    static final FieldRule PARAMETER = new FieldRule(Format.PLAIN, 300, 500, true);

    private static final FieldRule TITLE = new FieldRule(Format.PLAIN, 300, 500, true);

    // SMS: Twilio takes 1,600 characters (twilio.com/docs/messaging/api/message-resource, Body).
    // Push: FCM and APNs take 4 KB in all, in UTF-8; 800 Chinese characters leave room for title, link and token.
    private static final Map<String, FieldRule> BY_PLACE = Map.ofEntries(
            Map.entry("title", TITLE),
            Map.entry("text", new FieldRule(Format.PLAIN, 10_000, 50_000, false)),
            Map.entry("link", URL),
            Map.entry("picture", URL),
            Map.entry("sms.text", new FieldRule(Format.PLAIN, 1_000, 1_600, false)),
            Map.entry("email.subject", TITLE),
            Map.entry("email.html", new FieldRule(Format.HTML, 100_000, 200_000, false)),
            Map.entry("email.text", new FieldRule(Format.PLAIN, 100_000, 200_000, false)),
            Map.entry("push.title", new FieldRule(Format.PLAIN, 150, 200, true)),
            Map.entry("push.body", new FieldRule(Format.PLAIN, 600, 800, false)),
            Map.entry("push.link", URL));

    /** The rule of {@code title} of a message, or of {@code push.title} of a form. */
    static FieldRule of(String place) {
        FieldRule rule = BY_PLACE.get(place);
        if (rule == null) {
            throw new IllegalArgumentException("No field is called " + place);
        }
        return rule;
    }

    /** The rule of a field of a form. */
    static FieldRule of(String channel, String field) {
        return switch (field) {
            case "link", "picture" -> URL;
            case Form.OWN -> of("text");
            default -> of(channel + "." + field);
        };
    }
}
