package io.carillon.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one message: exactly one of five. {@code vendorCode} is the vendor's own code, empty where it has none. */
public sealed interface SendResult {

    /** Why, of all but the accepted. */
    sealed interface Failed extends SendResult {
        Reason reason();

        String vendorCode();
    }

    /**
     * The vendor has it.
     *
     * @param vendorId the vendor's id, if it gives one that its receipts name
     */
    record Accepted(@Nullable String vendorId) implements SendResult {}

    /** No to this person. The policy decides where it leads. */
    record Refused(Reason reason, String vendorCode) implements Failed {}

    /**
     * No to us: nobody goes on to another channel; the channel of the run stops until it is mended.
     *
     * @param mayBeValues whether the vendor may mean no more than what the form was filled with for this person: a no to the person
     *     where it has taken the form for others
     */
    record Blocked(Reason reason, String vendorCode, boolean mayBeValues) implements Failed {
        public Blocked(Reason reason, String vendorCode) {
            this(reason, vendorCode, false);
        }
    }

    /**
     * Certainly not sent, so that it may be tried again.
     *
     * @param retryAfter how long the vendor asks us to wait, if it says so
     */
    record NotSent(
            Reason reason, String vendorCode, @Nullable Duration retryAfter) implements Failed {}

    /** May have been taken. Never repeated on a guess. */
    record Unknown(Reason reason, String vendorCode) implements Failed {}
}
