package io.carillon.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The two keys as text: a Tink keyset (JSON) that encrypts, and 32 random bytes (base64) that hash and sign. Immutable.
 *
 * @param cipherKey Tink JSON keyset with an AES-256-GCM key
 * @param hashKey base64 of at least 32 bytes
 */
public record VaultKeys(String cipherKey, String hashKey) {
    private static final int HASH_KEY_BYTES = 32;

    /** New random keys. */
    public static VaultKeys random() {
        try {
            KeysetHandle handle = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
            byte[] hash = new byte[HASH_KEY_BYTES];
            new SecureRandom().nextBytes(hash);
            return new VaultKeys(
                    TinkJsonProtoKeysetFormat.serializeKeyset(
                            handle, AeadConfig2026.get(), InsecureSecretKeyAccess.get()),
                    Base64.getEncoder().encodeToString(hash));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("This JVM cannot make AES-256-GCM keys", broken);
        }
    }

    /**
     * The cipher of this keyset.
     *
     * @throws IllegalArgumentException when the text is not a Tink keyset
     */
    Aead aead() {
        try {
            return TinkJsonProtoKeysetFormat.parseKeyset(cipherKey, AeadConfig2026.get(), InsecureSecretKeyAccess.get())
                    .getPrimitive(AeadConfig2026.get(), Aead.class);
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalArgumentException("The cipher key is not a Tink JSON keyset", unreadable);
        }
    }

    /**
     * The bytes that hash.
     *
     * @throws IllegalArgumentException when they are not base64 of at least 32 bytes
     */
    byte[] hashBytes() {
        byte[] bytes = Base64.getDecoder().decode(hashKey.strip());
        if (bytes.length < HASH_KEY_BYTES) {
            throw new IllegalArgumentException("The hash key must be base64 of at least 32 bytes");
        }
        return bytes;
    }

    /** Tells keys apart without giving them away. */
    public String cipherFingerprint() {
        return fingerprint("cipher:" + cipherKey.strip());
    }

    /** Tells keys apart without giving them away. */
    public String hashFingerprint() {
        return fingerprint("hash:" + hashKey.strip());
    }

    private static String fingerprint(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JVM has SHA-256", impossible);
        }
    }

    /** Says nothing. */
    @Override
    public String toString() {
        return "VaultKeys";
    }
}
