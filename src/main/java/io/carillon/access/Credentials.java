package io.carillon.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request shows of a token: {@code Bearer} with any method, or, so that a browser can follow a link, {@code Basic} with the
 * token as password and any name. A browser sends Basic along with whatever page makes it call us, also a stranger's form; so Basic
 * opens only what changes nothing.
 *
 * @param token as it was sent, perhaps no token at all; null where there is none
 * @param isOnlyForReading whether there was one that this method does not take
 */
record Credentials(@Nullable String token, boolean isOnlyForReading) {
    private static final Set<String> SAFE = Set.of("GET", "HEAD");
    private static final Pattern BEARER = Pattern.compile("(?i)bearer +(\\S{1,200}) *");
    private static final Pattern BASIC = Pattern.compile("(?i)basic +([A-Za-z0-9+/=]{1,1000}) *");

    /** Of a request with this method and {@code Authorization} header. */
    static Credentials of(String method, @Nullable String header) {
        if (header == null) {
            return new Credentials(null, false);
        }
        Matcher bearer = BEARER.matcher(header);
        if (bearer.matches()) {
            return new Credentials(bearer.group(1), false);
        }
        Matcher basic = BASIC.matcher(header);
        if (!basic.matches()) {
            return new Credentials(null, false);
        }
        return isSafe(method) ? new Credentials(password(basic.group(1)), false) : new Credentials(null, true);
    }

    /** Whether calls by this method change nothing. */
    static boolean isSafe(String method) {
        return SAFE.contains(method);
    }

    /** What follows the first colon. */
    private static @Nullable String password(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? null : pair.substring(colon + 1).strip();
        } catch (IllegalArgumentException noBase64) {
            return null;
        }
    }
}
