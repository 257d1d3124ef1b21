package io.carillon.profile;

import io.carillon.channel.AddressKind;
import io.carillon.vault.Vault;
import java.util.Locale;

/**
 * The look-up hash of an address: equal for whatever reaches the same mailbox, phone, device or follower. Part of the database's
 * format, as {@link AddressNormaliser} is.
 */
public final class AddressHash {
    private AddressHash() {}

    /**
     * The hash of an address.
     *
     * @param normalised as {@link AddressNormaliser} makes it, or as a vendor reports it
     */
    public static byte[] of(Vault vault, AddressKind kind, String scope, String normalised) {
        return vault.hash(kind.id(), scope, same(kind, normalised));
    }

    /**
     * Mails go out to the address as it was written, for only its own server may say that case does not matter (RFC 5321 2.4). But no
     * server worth the name keeps Lin@ and lin@ for two people, so to us they are one mailbox.
     */
    static String same(AddressKind kind, String normalised) {
        return kind == AddressKind.MAILBOX ? normalised.toLowerCase(Locale.ROOT) : normalised;
    }
}
