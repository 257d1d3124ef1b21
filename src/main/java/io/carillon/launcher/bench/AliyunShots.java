package io.carillon.launcher.bench;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code SendBatchSms} calls for a hundred numbers each, signed by hand.
 *
 * <p>Source: <a href="https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature">V3 request structure and
 * signature</a>.
 *
 * @param host and port of the sandbox's Aliyun
 */
record AliyunShots(String host, String keyId, String keySecret) {
    static final int PER_CALL = 100;
    private static final String ALGORITHM = "ACS3-HMAC-SHA256";
    private static final long FIRST_NUMBER = 13_800_000_000L;

    Volley.Shot shot(int number) {
        byte[] body = body(number).getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new TreeMap<>();
        headers.put("host", host);
        headers.put("x-acs-action", "SendBatchSms");
        headers.put("x-acs-version", "2017-05-25");
        headers.put("x-acs-date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        headers.put("x-acs-signature-nonce", UUID.randomUUID().toString());
        headers.put("x-acs-content-sha256", hex(sha256(body)));
        String signed = String.join(";", headers.keySet());
        String canonical = "POST\n/\n\n"
                + headers.entrySet().stream()
                        .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                        .collect(Collectors.joining())
                + "\n" + signed + "\n" + headers.get("x-acs-content-sha256");
        String text = ALGORITHM + "\n" + hex(sha256(canonical.getBytes(StandardCharsets.UTF_8)));
        headers.put(
                "Authorization",
                ALGORITHM + " Credential=" + keyId + ",SignedHeaders=" + signed + ",Signature=" + signature(text));
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        return new Volley.Shot("http://" + host + "/", headers, body);
    }

    private static String body(int number) {
        String numbers = list(number, "\"" + "%d" + "\"");
        return "TemplateCode=SMS_123456789&OutId=call-0-" + number + "-1"
                + "&PhoneNumberJson=" + encoded(numbers)
                + "&SignNameJson=" + encoded(list(number, "\"钟楼商城\""))
                + "&TemplateParamJson=" + encoded(list(number, "{\"name\":\"会员\"}"));
    }

    private static String list(int number, String element) {
        return IntStream.range(0, PER_CALL)
                .mapToObj(i -> String.format(element, FIRST_NUMBER + (long) number * PER_CALL + i))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String signature(String text) {
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
        return HexFormat.of().formatHex(bytes);
    }
}
