package io.carillon.channel.sms;

import io.carillon.channel.HookRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes webhooks signed as Twilio signs them. */
final class TwilioRequests {
    private TwilioRequests() {}

    static HookRequest signed(String url, String suffix, SortedMap<String, String> fields, String token) {
        StringBuilder text = new StringBuilder(url);
        fields.forEach((name, value) -> text.append(name).append(value));
        String body = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return new HookRequest(
                "POST",
                url,
                suffix,
                Map.of("x-twilio-signature", List.of(hmac(text.toString(), token))),
                Map.of(),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static String hmac(String text, String token) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
