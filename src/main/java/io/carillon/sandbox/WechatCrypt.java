package io.carillon.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * How WeChat encrypts and signs what it posts, written from its page: AES-256-CBC with the key's first 16 bytes as IV over 16
 * random bytes, the length, the text and the AppID, padded to blocks of 32; SHA-1 over the sorted parts. Thread-safe.
 *
 * <p>Source: <a
 * href="https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Technical_Plan.html">
 * technical plan of message encryption</a>.
 */
final class WechatCrypt {
    private static final int RANDOM_BYTES = 16;
    private static final int IV_BYTES = 16;
    private static final int BLOCK = 32;

    private final SecureRandom random = new SecureRandom();
    private final String token;
    private final String appid;
    private final byte[] key;

    /**
     * @param aesKey 43 characters: base64 of 32 bytes without its padding
     */
    WechatCrypt(String token, String aesKey, String appid) {
        this.token = token;
        this.appid = appid;
        this.key = Base64.getDecoder().decode(aesKey + "=");
    }

    String encrypt(String xml) {
        byte[] text = xml.getBytes(StandardCharsets.UTF_8);
        byte[] id = appid.getBytes(StandardCharsets.UTF_8);
        byte[] start = new byte[RANDOM_BYTES];
        random.nextBytes(start);
        int length = RANDOM_BYTES + Integer.BYTES + text.length + id.length;
        int padding = BLOCK - length % BLOCK;
        byte[] fill = new byte[padding];
        Arrays.fill(fill, (byte) padding);
        byte[] plain = ByteBuffer.allocate(length + padding)
                .put(start)
                .putInt(text.length)
                .put(text)
                .put(id)
                .put(fill)
                .array();
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new IvParameterSpec(Arrays.copyOf(key, IV_BYTES)));
            return Base64.getEncoder().encodeToString(cipher.doFinal(plain));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JVM has AES", impossible);
        }
    }

    /** The signature over the token and these. */
    String sign(String... parts) {
        String[] all = Arrays.copyOf(parts, parts.length + 1);
        all[parts.length] = token;
        Arrays.sort(all);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest(String.join("", all).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JVM has SHA-1", impossible);
        }
    }
}
