package io.carillon.channel;

import java.util.Locale;

/** A way to reach a person, as marketers order them; the sub-kinds of WeChat are one kind. */
public enum ChannelKind {
    SMS(AddressKind.PHONE),
    EMAIL(AddressKind.MAILBOX),
    PUSH(AddressKind.DEVICE_TOKEN),
    WECHAT(AddressKind.OPENID);

    private final AddressKind addressKind;

    ChannelKind(AddressKind addressKind) {
        this.addressKind = addressKind;
    }

    /** The kind of address this channel needs. */
    public AddressKind addressKind() {
        return addressKind;
    }

    /** The name in REST, YAML and the database, such as {@code sms}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of that name.
     *
     * @throws IllegalArgumentException for any other name
     */
    public static ChannelKind of(String id) {
        for (ChannelKind kind : values()) {
            if (kind.id().equals(id)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("No channel is called '" + id + "'; there are sms, email, push and wechat");
    }
}
