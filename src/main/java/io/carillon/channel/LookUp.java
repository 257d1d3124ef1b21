package io.carillon.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks a vendor what became of messages whose answer was lost. It tells what the vendor's receipts would have told, and that is applied
 * as they are. That the vendor lists nothing proves nothing. Thread-safe.
 */
public interface LookUp {

    /**
     * A message of which nobody knows whether the vendor took it.
     *
     * @param address as in {@link Outbound}
     * @param from before it the message cannot have left, by our clock
     * @param until after it neither
     * @param mark of the text that was sent, see {@link TextMark}; null where it is not known
     * @param isRestored whether the database lost what it knew of it: the vendor has it under the same delivery, but maybe another number
     */
    record Doubt(
            AttemptKey key,
            String address,
            Instant from,
            Instant until,
            @Nullable String mark,
            boolean isRestored) {

        /** Whether a message that carries this key may be it. */
        public boolean isMaybe(AttemptKey listed) {
            return isRestored ? listed.run() == key.run() && listed.delivery() == key.delivery() : listed.equals(key);
        }

        /** Without address, so that it may be logged. */
        @Override
        public String toString() {
            return "Doubt[" + key + "]";
        }
    }

    /** How long the vendor may take until it lists what it took. */
    Duration lag();

    /** An account on which one doubt after the other is looked up. */
    interface Session extends AutoCloseable {
        /**
         * What the vendor tells of this message; empty when it lists nothing that may be it. A vendor that lists no key of ours is
         * asked by the text, and may list several messages, each with its id: the one that no other attempt is known to have
         * sent, if it is one, is it. Calls the vendor and waits for it.
         *
         * @throws Unanswered when the vendor could not be asked
         */
        List<VendorReport.Receipt> find(Doubt doubt);

        @Override
        void close();
    }

    /**
     * Opens an account. Makes no call yet.
     *
     * @param account one in which {@link ChannelAdapter#check} finds nothing
     */
    Session open(VendorAccount account);

    /** The vendor gave no answer that says anything; it is to be left alone for a while. */
    final class Unanswered extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Says why in a few words, such as a status; never what the vendor wrote, as it may name people. */
        public Unanswered(String why) {
            super(why, null, false, false);
        }
    }
}
