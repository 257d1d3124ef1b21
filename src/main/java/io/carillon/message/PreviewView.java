package io.carillon.message;

import io.carillon.problem.Finding;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one person would get.
 *
 * @param findings about the message itself, and what it lacks for the account that was named
 */
public record PreviewView(List<Channel> channels, List<Finding> findings) {

    /**
     * On one channel.
     *
     * @param locale of the form that was chosen
     * @param account whose approved template was taken; null for free text
     * @param fields as they would be sent; empty if something is missing, or the account cannot send this form
     * @param template the approved template with its values
     * @param sms how a text message is billed
     * @param missing variables without value or default, for which this person is not sent to on this channel
     */
    public record Channel(
            String channel,
            String locale,
            @Nullable String account,
            Map<String, String> fields,
            @Nullable Template template,
            @Nullable Sms sms,
            List<String> missing) {}

    /** An approved template filled in. */
    public record Template(@Nullable String signature, String id, Map<String, String> values) {}

    /** How a text message is billed: its parts, encoding, and units of that encoding with the signature. */
    public record Sms(int parts, String encoding, int characters) {}
}
