package io.carillon.message;

import io.carillon.channel.ChannelKind;
import java.util.List;

/** The channels that forms are made for. */
final class Channels {
    static final String SMS = "sms";
    static final String EMAIL = "email";
    static final String PUSH = "push";
    static final String WECHAT_SUBSCRIBE = "wechat.subscribe";

    static final List<String> ALL = List.of(SMS, EMAIL, PUSH, WECHAT_SUBSCRIBE);

    private Channels() {}

    /** The channel (for WeChat: the sub-kind) whose forms are made for a kind. */
    static String of(ChannelKind kind) {
        return kind == ChannelKind.WECHAT ? WECHAT_SUBSCRIBE : kind.id();
    }

    /** The fields a channel may have of its own. */
    static List<String> fields(String channel) {
        return switch (channel) {
            case SMS -> List.of("text");
            case EMAIL -> List.of("subject", "html", "text");
            case PUSH -> List.of("title", "body", "link");
            default -> List.of();
        };
    }

    /** Whether accounts may have approved templates on it. */
    static boolean hasBindings(String channel) {
        return channel.equals(SMS) || channel.equals(WECHAT_SUBSCRIBE);
    }
}
