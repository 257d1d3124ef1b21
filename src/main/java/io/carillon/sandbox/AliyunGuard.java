package io.carillon.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses calls that are too old or whose nonce was seen before. Remembers the newest nonces only, so that memory stays
 * flat. Thread-safe.
 */
final class AliyunGuard {
    private static final Duration MOST_SKEW = Duration.ofMinutes(15);
    private static final int MOST_NONCES = 50_000;

    private final Clock clock;
    private final Map<String, Boolean> nonces = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_NONCES;
        }
    };

    AliyunGuard(Clock clock) {
        this.clock = clock;
    }

    /** Looks at the headers {@code x-acs-date} and {@code x-acs-signature-nonce}. */
    AliyunSignature.Verdict check(@Nullable String date, @Nullable String nonce) {
        Instant at;
        try {
            at = Instant.parse(date == null ? "" : date);
        } catch (DateTimeParseException wrong) {
            return new AliyunSignature.Verdict(400, "InvalidTimeStamp.Format", "Specified time stamp is not valid.");
        }
        if (Duration.between(at, clock.instant()).abs().compareTo(MOST_SKEW) > 0) {
            return new AliyunSignature.Verdict(400, "InvalidTimeStamp.Expired", "Specified time stamp is expired.");
        }
        if (nonce == null || nonce.isEmpty()) {
            return new AliyunSignature.Verdict(400, "MissingParameter", "x-acs-signature-nonce is mandatory.");
        }
        synchronized (nonces) {
            return nonces.putIfAbsent(nonce, true) == null
                    ? AliyunSignature.Verdict.HOLDS
                    : new AliyunSignature.Verdict(400, "SignatureNonceUsed", "Specified nonce was used already.");
        }
    }
}
