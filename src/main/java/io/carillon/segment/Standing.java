package io.carillon.segment;

import org.jspecify.annotations.Nullable;

/**
 * How a person stands on one channel at this moment.
 *
 * @param hasAddress whether there is an active address, allowed or not
 * @param reason the id of the reason why not; null for whoever can be reached
 * @param closed how the addresses of the kind ended, for whoever has no active one: bounced, dead or invalid, of several the first of these; empty
 *     where there never was one
 * @param region of the phone, ISO 3166; empty for other addresses, unknown regions, and where it was not asked for
 * @param scope of the address: push app or WeChat appid; else empty
 */
public record Standing(boolean hasAddress, @Nullable String reason, String closed, String region, String scope) {

    /** Whether nothing but the choice of an account stands between the person and a message. */
    public boolean isReachable() {
        return reason == null;
    }
}
