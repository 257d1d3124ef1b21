package io.carillon.channel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** A short name of a text, by which the same text is recognised later without keeping it. */
public final class TextMark {
    /** Under this name it stands among the values of an attempt; no variable can be called so. */
    public static final String KEY = "#text";

    private static final int BYTES = 12;

    private TextMark() {}

    /** Of 16 characters; the same for the same text. */
    public static String of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JVM has SHA-256", impossible);
        }
    }
}
