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
     * @param meant whom, as far as the answer tells
     */
    record Blocked(Reason reason, String vendorCode, Meant meant) implements Failed {
        public Blocked(Reason reason, String vendorCode) {
            this(reason, vendorCode, Meant.US);
        }

        /** Whether the vendor may mean no more than what the form was filled with for this person. */
        public boolean mayBeValues() {
            return meant == Meant.US_OR_VALUES;
        }
    }

    /** Whom a vendor means that says no to us. */
    enum Meant {
        US,
        /** Us by its words; one person where it comes again for them while others' messages are taken. */
        US_UNLESS_AGAIN,
        /** Perhaps no more than what the form was filled with for this person: a no to them where the form is taken for others. */
        US_OR_VALUES;

        public static Meant valuesIf(boolean mayBeValues) {
            return mayBeValues ? US_OR_VALUES : US;
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
