package io.carillon.launcher.bench;

import com.aliyun.openapiutil.Client;
import com.aliyun.tea.TeaRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@code SendBatchSms} calls for a hundred numbers each, signed by the vendor's own library and sent without the rest of its SDK.
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
        try {
            String hash = HexFormat.of().formatHex(Client.hash(body, ALGORITHM));
            Map<String, String> headers = headers(hash);
            TeaRequest request = new TeaRequest();
            request.method = "POST";
            request.pathname = "/";
            request.headers = headers;
            headers.put("Authorization", Client.getAuthorization(request, ALGORITHM, hash, keyId, keySecret));
            return new Volley.Shot("http://" + host + "/", headers, body);
        } catch (Exception impossible) {
            throw new IllegalStateException("A request of our own cannot be signed", impossible);
        }
    }

    private Map<String, String> headers(String bodyHash) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("host", host);
        headers.put("content-type", "application/x-www-form-urlencoded");
        headers.put("x-acs-action", "SendBatchSms");
        headers.put("x-acs-version", "2017-05-25");
        headers.put("x-acs-date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        headers.put("x-acs-signature-nonce", UUID.randomUUID().toString());
        headers.put("x-acs-content-sha256", bodyHash);
        return headers;
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
}
