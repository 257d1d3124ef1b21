package io.carillon.delivery.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * People of a batch who wait for one and the same, as it was last planned.
 *
 * @param account the one that they wait for, where it is one
 * @param reason why, as an id: what a vendor said, why they are held, or what is wrong with the account
 * @param vendorCode what the vendor said in its own words; empty where it said nothing
 * @param until when the first of them is looked at again, or receipts and doubts are given up for the last of them; null where
 *     nobody can tell
 */
public record BatchWait(
        String channel,
        Kind kind,
        @Nullable String account,
        @Nullable String reason,
        String vendorCode,
        long people,
        @Nullable Instant until) {

    /** What is waited for. */
    public enum Kind {
        /** A vendor's word on what it has accepted. */
        RECEIPTS,
        /** A vendor's word on what it may have accepted. */
        DOUBTS,
        /** The time at which they may be sent to. */
        WINDOW,
        /** Senders that have them in hand. */
        SENDERS,
        /** Somebody who mends an account. */
        MENDING,
        /** An account that is closed for a time. */
        ACCOUNT,
        /** Our own rate limit of an account. */
        RATE,
        /** Another try. */
        RETRY
    }
}
