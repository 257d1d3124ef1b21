package io.carillon.channel;

import java.util.Locale;

/** What an address is. The scope of an openid is its WeChat appid, of a device token its push app; else it is empty. */
public enum AddressKind {
    PHONE,
    MAILBOX,
    DEVICE_TOKEN,
    OPENID;

    /** SQL: whether an address {@code a} can be sent to; see {@link #sendable}. */
    public static final String SENDABLE = sendable("a");

    /**
     * SQL: whether an address of that alias can be sent to, as far as it goes by the address. Tokens of APNs are kept, but no adapter takes
     * them, and FCM would call them invalid.
     */
    public static String sendable(String alias) {
        return alias + ".status = 'active' and " + alias + ".platform <> 'apns'";
    }

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
