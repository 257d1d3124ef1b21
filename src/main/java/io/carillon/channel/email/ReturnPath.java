package io.carillon.channel.email;

import io.carillon.channel.AttemptKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The way back of an email: an envelope sender and a Message-ID for each attempt, both with our key and a signature, so
 * that a bounce tells which attempt it is about and nobody can make up one. Immutable, thread-safe.
 */
final class ReturnPath {
    private static final String ALGORITHM = "HmacSHA256";
    // 64 bits: beyond guessing over a network, and short enough for a local part of at most 64 octets.
    private static final int SIGNATURE_BYTES = 8;
    private static final String SIGNED_KEY = "(\\d{1,15}-\\d{1,15}-\\d{1,4})[-.]([0-9a-f]{16})@";

    private final String domain;
    // One for each thread: looking the algorithm up takes longer than signing.
    private final ThreadLocal<Mac> macs;
    private final Pattern ours;

    ReturnPath(String domain, String secret) {
        this.domain = domain;
        SecretKeySpec key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.macs = ThreadLocal.withInitial(() -> mac(key));
        // Relays may change the case of a local part, so letters of either case are read.
        this.ours = Pattern.compile(SIGNED_KEY + Pattern.quote(domain), Pattern.CASE_INSENSITIVE);
    }

    /** Where bounces of this attempt go. */
    String envelopeSender(AttemptKey key) {
        return "bounce+" + key + "-" + signature(key.toString()) + "@" + domain;
    }

    /** The same for every try of this attempt, with angle brackets. */
    String messageId(AttemptKey key) {
        return "<" + key + "." + signature(key.toString()) + "@" + domain + ">";
    }

    /** The first key in this text whose signature holds. */
    Optional<AttemptKey> keyIn(String text) {
        Matcher matcher = ours.matcher(text);
        while (matcher.find()) {
            byte[] given = matcher.group(2).toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
            byte[] right = signature(matcher.group(1)).getBytes(StandardCharsets.US_ASCII);
            if (MessageDigest.isEqual(given, right)) {
                return Optional.of(AttemptKey.parse(matcher.group(1)));
            }
        }
        return Optional.empty();
    }

    /** Whether this text holds what looks like one of our addresses, whatever its signature. */
    boolean isClaimedBy(String text) {
        return ours.matcher(text).find();
    }

    private String signature(String key) {
        byte[] whole = macs.get().doFinal(("return-path:" + key).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(whole, 0, SIGNATURE_BYTES);
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
}
