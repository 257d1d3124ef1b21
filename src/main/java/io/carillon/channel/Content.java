package io.carillon.channel;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A form filled in for one person, ready for a vendor. Never logged: it names people. */
public sealed interface Content {

    /**
     * A text message.
     *
     * @param text the whole free text, opt-out words included, without the signature
     * @param binding the approved template to send instead of free text, where the account demands one
     * @param parts how many parts it is billed as
     */
    record Sms(String text, @Nullable Binding binding, int parts) implements Content {}

    /**
     * An e-mail. {@code formId} names the form it came from, so that an adapter composes what all its mails share once.
     *
     * @param unsubscribeUrl where a POST opts the person out (RFC 8058)
     */
    record Email(String formId, String subject, String html, String text, String unsubscribeUrl) implements Content {}

    /**
     * An app push.
     *
     * @param link what a tap opens
     * @param token signed; the shop's app sends it back to {@code /hooks/app/{account}}
     */
    record Push(
            String title,
            String body,
            @Nullable String picture,
            @Nullable String link,
            String token) implements Content {}

    /**
     * A WeChat subscribe message: one approved template with its named values, one grant of the person.
     *
     * @param page what a tap opens
     */
    record WechatSubscribe(
            String template,
            Map<String, String> data,
            @Nullable String page) implements Content {}

    /**
     * An approved template filled in.
     *
     * @param params by the template's own names, in the order of the definition
     */
    record Binding(@Nullable String signature, String template, Map<String, String> params) {}
}
