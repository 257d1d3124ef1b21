package io.carillon.launcher.bench;

import io.carillon.launcher.bench.bare.AliyunHeaders;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@code SendBatchSms} calls for a hundred numbers each, signed by the vendor's own library and sent without the rest of its SDK.
 *
 * @param host and port of the sandbox's Aliyun
 */
record AliyunShots(String host, String keyId, String keySecret) {
    static final int PER_CALL = 100;
    private static final long FIRST_NUMBER = 13_800_000_000L;

    Volley.Shot shot(int number) {
        byte[] body = body(number).getBytes(StandardCharsets.UTF_8);
        return new Volley.Shot(
                "http://" + host + "/", new AliyunHeaders(host, keyId, keySecret).of("SendBatchSms", body), body);
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
