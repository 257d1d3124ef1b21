package io.carillon.sandbox;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Alibaba Cloud's V3 request signature, checked as its gateway does.
 *
 * <p>Source: <a href="https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature">V3 request structure
 * and signature</a>.
 */
final class AliyunSignature {
    private static final String ALGORITHM = "ACS3-HMAC-SHA256";
    private static final Pattern AUTHORIZATION = Pattern.compile(
            ALGORITHM + "\\s+Credential=([^,\\s]+),\\s*SignedHeaders=([a-z0-9;_-]+),\\s*Signature=([0-9a-f]{64})");

    private final String keyId;
    private final String keySecret;

    AliyunSignature(String keyId, String keySecret) {
        this.keyId = keyId;
        this.keySecret = keySecret;
    }

    /** What the gateway answers where a signature does not hold; null codes do not occur. */
    record Verdict(int status, String code, String message) {
        static final Verdict HOLDS = new Verdict(200, "", "");

        boolean holds() {
            return code.isEmpty();
        }
    }

    /** Checks a request with its raw body. */
    Verdict check(HttpServerRequest request, byte[] body) {
        MultiMap headers = request.headers();
        String authorization = headers.get("Authorization");
        if (authorization == null) {
            return new Verdict(400, "MissingAuthorization", "Authorization is mandatory for this action.");
        }
        Matcher matcher = AUTHORIZATION.matcher(authorization.strip());
        if (!matcher.matches()) {
            return new Verdict(400, "IncompleteSignature", "The request signature does not conform to the standards.");
        }
        if (!matcher.group(1).equals(keyId)) {
            return new Verdict(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
        }
        List<String> signed = Arrays.asList(matcher.group(2).split(";"));
        if (!signed.containsAll(
                List.of("host", "x-acs-action", "x-acs-date", "x-acs-version", "x-acs-content-sha256"))) {
            return new Verdict(400, "IncompleteSignature", "SignedHeaders must name host and every x-acs header.");
        }
        String hash = hex(sha256(body));
        boolean isBodyWhole = hash.equals(headers.get("x-acs-content-sha256"));
        String expected = signature(canonical(request, signed, hash));
        boolean isSame = MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), matcher.group(3).getBytes(StandardCharsets.US_ASCII));
        return isBodyWhole && isSame
                ? Verdict.HOLDS
                : new Verdict(400, "SignatureDoesNotMatch", "Specified signature does not match our calculation.");
    }

    private static String canonical(HttpServerRequest request, List<String> signed, String bodyHash) {
        String headers = signed.stream()
                .sorted()
                .map(name -> name + ":" + header(request, name) + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                request.method().name(),
                request.path(),
                query(request.query()),
                headers,
                String.join(";", signed.stream().sorted().toList()),
                bodyHash);
    }

    private static String header(HttpServerRequest request, String name) {
        String value = request.headers().get(name);
        return value == null ? "" : value.strip();
    }

    /** Names and values decoded, then encoded the one way, and sorted. */
    private static String query(String query) {
        if (query == null || query.isEmpty()) {
            return "";
        }
        return Arrays.stream(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .map(pair -> encoded(pair[0]) + "=" + (pair.length > 1 ? encoded(pair[1]) : ""))
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String raw) {
        return URLEncoder.encode(URLDecoder.decode(raw, StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private String signature(String canonical) {
        String text = ALGORITHM + "\n" + hex(sha256(canonical.getBytes(StandardCharsets.UTF_8)));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keySecret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return hex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JVM has HmacSHA256", impossible);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JVM has SHA-256", impossible);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes).toLowerCase(Locale.ROOT);
    }
}
