package io.carillon.vault;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** {@link Vault} over Tink (encryption) and the JDK's HMAC (hashes and signatures). Thread-safe, keeps no state but the keys. */
public final class TinkVault implements Vault {
    private static final String ALGORITHM = "HmacSHA256";
    // 128 bits of signature are beyond guessing and keep URLs short.
    private static final int SIGNATURE_BYTES = 16;

    private final Aead aead;
    private final ThreadLocal<Mac> macs;

    public TinkVault(VaultKeys keys) {
        this.aead = keys.aead();
        SecretKeySpec key = new SecretKeySpec(keys.hashBytes(), ALGORITHM);
        this.macs = ThreadLocal.withInitial(() -> mac(key));
    }

    @Override
    public byte[] encrypt(String text, String context) {
        try {
            return aead.encrypt(bytes(text), bytes(context));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("Could not encrypt a value for " + context, broken);
        }
    }

    @Override
    public String decrypt(byte[] cipher, String context) {
        try {
            return new String(aead.decrypt(cipher, bytes(context)), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException otherKey) {
            throw new IllegalStateException("A stored value for " + context + " was made with another key", otherKey);
        }
    }

    @Override
    public byte[] hash(String kind, String scope, String normalised) {
        // Lengths first, so that no two triples make the same bytes.
        return macs.get()
                .doFinal(bytes("hash:" + kind.length() + ':' + kind + scope.length() + ':' + scope + normalised));
    }

    @Override
    public String sign(String text, String use) {
        byte[] body = bytes(text);
        byte[] token = Arrays.copyOf(signature(body, use), SIGNATURE_BYTES + body.length);
        System.arraycopy(body, 0, token, SIGNATURE_BYTES, body.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    @Override
    public Optional<String> verify(String token, String use) {
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (all.length <= SIGNATURE_BYTES) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOfRange(all, SIGNATURE_BYTES, all.length);
        boolean isOurs = MessageDigest.isEqual(signature(body, use), Arrays.copyOf(all, SIGNATURE_BYTES));
        return isOurs ? Optional.of(new String(body, StandardCharsets.UTF_8)) : Optional.empty();
    }

    private byte[] signature(byte[] body, String use) {
        Mac mac = macs.get();
        mac.update(bytes("sign:" + use.length() + ':' + use));
        return Arrays.copyOf(mac.doFinal(body), SIGNATURE_BYTES);
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JVM has " + ALGORITHM, impossible);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
