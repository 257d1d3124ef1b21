package io.carillon.channel;

import java.util.Locale;

/** What an address is. The scope of an openid is its WeChat appid, of a device token its push app; else it is empty. */
public enum AddressKind {
    PHONE,
    MAILBOX,
    DEVICE_TOKEN,
    OPENID;

    /** The name in REST and the database, such as {@code device_token}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of that name.
     *
     * @throws IllegalArgumentException for any other name
     */
    public static AddressKind of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
