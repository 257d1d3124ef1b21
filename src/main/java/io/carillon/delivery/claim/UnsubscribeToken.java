package io.carillon.delivery.claim;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.Purpose;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What an unsubscribe link says. That of a mail says by itself who wants no more of what, so that it works as long as the mail lies in
 * the mailbox, whatever becomes of the ledger; that of a text is short, as its letters cost, and names the attempt alone. Immutable.
 *
 * @param purpose of what was sent; null together with the mailbox
 * @param mailbox hash of the address it was sent to
 */
public record UnsubscribeToken(AttemptKey key, @Nullable Purpose purpose, byte @Nullable [] mailbox) {
    private static final String DIVIDER = ".";
    private static final int PARTS = 3;

    String text() {
        return purpose == null || mailbox == null
                ? key.toString()
                : String.join(
                        DIVIDER,
                        key.toString(),
                        purpose.id(),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(mailbox));
    }

    /** Reads what was signed as an unsubscribe link, by this release or one before. */
    public static UnsubscribeToken parse(String text) {
        String[] parts = text.split("\\" + DIVIDER);
        AttemptKey key = AttemptKey.parse(parts[0]);
        return parts.length < PARTS
                ? new UnsubscribeToken(key, null, null)
                : new UnsubscribeToken(
                        key, Purpose.of(parts[1]), Base64.getUrlDecoder().decode(parts[2]));
    }
}
