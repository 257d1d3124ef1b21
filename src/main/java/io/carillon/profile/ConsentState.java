package io.carillon.profile;

import java.util.Locale;

/** What a person said for one channel and purpose. */
public enum ConsentState {
    GRANTED,
    WITHDRAWN;

    /** The name in REST and the database. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
