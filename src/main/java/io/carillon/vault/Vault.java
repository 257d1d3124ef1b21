package io.carillon.vault;

/** Encrypts, hashes and signs with the installation's keys. Used by many threads. */
public interface Vault {

    /** The version under which new rows are stored. */
    short KEY_VERSION = 1;

    /** Encrypts text (AES-256-GCM). {@code context} must be given again to decrypt, such as {@code address}. */
    byte[] encrypt(String text, String context);

    /**
     * Decrypts what {@link #encrypt} made.
     *
     * @throws IllegalStateException when it was made with another key or context
     */
    String decrypt(byte[] cipher, String context);

    /**
     * The look-up hash (HMAC-SHA-256, 32 bytes) of an address over kind, scope and the normalised address, or of an
     * external id under kind {@code person}.
     */
    byte[] hash(String kind, String scope, String normalised);

    /** A URL-safe token that carries the text and a signature; the text itself is readable. */
    String sign(String text, String use);

    /** The text of a token that {@link #sign} made for the same use; empty when it is forged or for another use. */
    java.util.Optional<String> verify(String token, String use);
}
