package io.carillon.message;

import java.util.List;

/**
 * Which layout makes a field of a form, and what of the message it needs.
 *
 * @param field the form's field
 * @param file the layout under {@code templates/default}
 * @param needs fields of the message without which it cannot be made
 */
record ChannelLayout(String field, String file, List<String> needs) {
    private static final List<ChannelLayout> SMS = List.of(new ChannelLayout("text", "sms.ftl", List.of("text")));
    private static final List<ChannelLayout> EMAIL = List.of(
            new ChannelLayout("subject", "email-subject.ftl", List.of("title")),
            new ChannelLayout("html", "email.mjml.ftl", List.of("title", "text")),
            new ChannelLayout("text", "email-text.ftl", List.of("title", "text")));
    private static final List<ChannelLayout> PUSH = List.of(
            new ChannelLayout("title", "push-title.ftl", List.of("title")),
            new ChannelLayout("body", "push-body.ftl", List.of("text")));

    static List<ChannelLayout> of(String channel) {
        return switch (channel) {
            case Channels.SMS -> SMS;
            case Channels.EMAIL -> EMAIL;
            case Channels.PUSH -> PUSH;
            default -> List.of();
        };
    }

    boolean isMjml() {
        return file.endsWith(".mjml.ftl");
    }

    /** The message's fields that a channel carries as they are. */
    static List<String> carried(String channel) {
        return channel.equals(Channels.EMAIL) || channel.equals(Channels.PUSH)
                ? List.of("link", "picture")
                : List.of("link");
    }
}
