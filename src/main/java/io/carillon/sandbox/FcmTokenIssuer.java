package io.carillon.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Google's token endpoint: takes an assertion signed by the service account, gives an access token. Tokens carry their end
 * and a MAC, so nothing is kept. Thread-safe.
 *
 * <p>Source: <a href="https://developers.google.com/identity/protocols/oauth2/service-account">service accounts</a>.
 */
final class FcmTokenIssuer {
    static final Duration LIFE = Duration.ofSeconds(3599);
    private static final String PREFIX = "ya29.sandbox.";
    private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";
    // Google's libraries name Google's own endpoint whatever the key's token_uri says.
    private static final String GOOGLE = "https://oauth2.googleapis.com/token";
    private static final long MOST_LIFE_SECONDS = 3600;
    private static final long SKEW_SECONDS = 300;

    private final Path data;
    private final Clock clock;
    private volatile @Nullable FcmSandboxCredentials known;

    FcmTokenIssuer(Path data, Clock clock) {
        this.data = data;
        this.clock = clock;
    }

    /** An assertion was refused; the message is Google's error_description. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refusal(String description) {
            super(description);
        }
    }

    /**
     * An access token for an assertion.
     *
     * @param audience the URL of this endpoint, as the assertion must name it
     * @throws Refusal when the assertion does not hold
     */
    String issue(String assertion, String audience) {
        String[] parts = assertion.split("\\.");
        if (parts.length != 3) {
            throw new Refusal("Invalid JWT: must have three parts.");
        }
        JsonNode header = json(parts[0]);
        JsonNode claims = json(parts[1]);
        if (!header.path("alg").asText().equals("RS256") || !isSigned(parts)) {
            throw new Refusal("Invalid JWT Signature.");
        }
        long now = clock.instant().getEpochSecond();
        long issued = claims.path("iat").asLong();
        long end = claims.path("exp").asLong();
        if (!claims.path("iss").asText().equals(FcmSandboxCredentials.EMAIL)) {
            throw new Refusal("Invalid grant: account not found.");
        }
        String named = claims.path("aud").asText();
        if (!named.equals(audience) && !named.equals(GOOGLE)) {
            throw new Refusal("Invalid JWT: aud must be " + audience + ".");
        }
        if (end <= now || issued > now + SKEW_SECONDS || end - issued > MOST_LIFE_SECONDS) {
            throw new Refusal(
                    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.");
        }
        if (!Arrays.asList(claims.path("scope").asText().split(" ")).contains(SCOPE)) {
            throw new Refusal("Invalid OAuth scope or ID token audience provided.");
        }
        String until = Long.toString(now + LIFE.toSeconds());
        return PREFIX + until + "." + mac(until);
    }

    /** Whether this Authorization header carries a token of ours that has not ended. */
    boolean isGood(String authorization) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith("bearer " + PREFIX)) {
            return false;
        }
        String[] parts =
                authorization.substring("bearer ".length() + PREFIX.length()).split("\\.");
        return parts.length == 2
                && parts[0].matches("\\d{1,12}")
                && MessageDigest.isEqual(bytes(mac(parts[0])), bytes(parts[1]))
                && Long.parseLong(parts[0]) > clock.instant().getEpochSecond();
    }

    /** Read when first asked for: making a key takes a moment, and many a sandbox never sees a push. */
    private FcmSandboxCredentials account() {
        FcmSandboxCredentials account = known;
        if (account == null) {
            account = FcmSandboxCredentials.in(data);
            known = account;
        }
        return account;
    }

    private boolean isSigned(String[] parts) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(account().publicKey());
            signature.update(bytes(parts[0] + "." + parts[1]));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException unfit) {
            return false;
        }
    }

    private static JsonNode json(String part) {
        try {
            return AcceptedLog.JSON.readTree(Base64.getUrlDecoder().decode(part));
        } catch (IOException | IllegalArgumentException malformed) {
            throw new Refusal("Invalid JWT: not base64url of JSON.");
        }
    }

    private String mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(account().tokenSecret(), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(bytes(text)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JVM has HmacSHA256", impossible);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
