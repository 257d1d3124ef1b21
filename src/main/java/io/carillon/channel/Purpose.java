package io.carillon.channel;

import java.util.Locale;

/** Why a message is sent: it picks consent, accounts, WeChat sub-kinds and opt-out text. */
public enum Purpose {
    MARKETING,
    SERVICE;

    /** The name in REST, YAML and the database. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The purpose of that name.
     *
     * @throws IllegalArgumentException for any other name
     */
    public static Purpose of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
