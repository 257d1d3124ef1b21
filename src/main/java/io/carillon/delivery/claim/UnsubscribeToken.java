package io.carillon.delivery.claim;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.Purpose;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What an unsubscribe link says. That of a mail says by itself who wants no more of what, so that it works as long as the mail lies in
 * the mailbox, whatever becomes of the ledger; that of a text is short, as its letters cost, and names the attempt alone. Immutable.
 *
 * @param from what a mail's link says beside its attempt
 */
public record UnsubscribeToken(AttemptKey key, @Nullable From from) {

    /**
     * Whom a mail was sent to.
     *
     * @param mailbox hash of the address
     */
    public record From(Purpose purpose, byte[] mailbox) {
        private static final String DIVIDER = ".";

        String text() {
            return purpose.id()
                    + DIVIDER
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(mailbox);
        }

        /** Reads what {@link #text} wrote. */
        static From parse(String text) {
            String[] parts = text.split("\\" + DIVIDER);
            return new From(Purpose.of(parts[0]), Base64.getUrlDecoder().decode(parts[1]));
        }
    }
}
