package io.carillon.sandbox;

import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Twilio's calls to its customers, signed as
 * <a href="https://www.twilio.com/docs/usage/webhooks/webhooks-security">webhooks-security</a> says: HMAC-SHA1 with the
 * auth token over the URL and, sorted by name, every field's name and value.
 */
final class TwilioHooks {
    private static final String ALGORITHM = "HmacSHA1";
    private static final long USUAL_RECEIPT_MILLIS = 600;
    private static final DateTimeFormatter DONE =
            DateTimeFormatter.ofPattern("yyMMddHHmm").withZone(ZoneOffset.UTC);

    private final SandboxKit kit;
    private final String sid;
    private final SecretKeySpec key;
    private final long receiptMillis;

    TwilioHooks(SandboxKit kit, String sid, String token) {
        this.kit = kit;
        this.sid = sid;
        this.key = new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        String millis = kit.setting("twilio.receiptMillis");
        try {
            this.receiptMillis = millis.isEmpty() ? USUAL_RECEIPT_MILLIS : Long.parseLong(millis);
        } catch (NumberFormatException notANumber) {
            throw new SandboxFailure("Setting 'twilio.receiptMillis' must be a whole number", notANumber);
        }
    }

    /** Sends the status callbacks of an accepted message: sent, then delivered or undelivered; done when Twilio may answer. */
    Future<Void> statuses(AcceptedMessage message, String callback) {
        if (callback.isEmpty()) {
            return Future.succeededFuture();
        }
        String last = TwilioFate.status(kit, message.to());
        // People differ: half to one and a half times the usual time.
        Duration arrival = Duration.ofMillis(Math.round(receiptMillis * (0.5 + Hash.share(1, message.vendorId()))));
        return kit.receipts(
                TwilioSandbox.NAME,
                message.vendorId(),
                message.to(),
                List.of(
                        new Receipt(
                                Receipt.Tells.SENT,
                                arrival.dividedBy(4),
                                delay -> post(callback, status(message, "sent"), delay)),
                        new Receipt(tells(last), arrival, delay -> post(callback, status(message, last), delay))));
    }

    private static Receipt.Tells tells(String status) {
        return status.equals("delivered") ? Receipt.Tells.DELIVERED : Receipt.Tells.UNDELIVERED;
    }

    private Map<String, String> status(AcceptedMessage message, String status) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("AccountSid", sid);
        fields.put("ApiVersion", "2010-04-01");
        fields.put("From", message.content().getOrDefault("from", ""));
        fields.put("To", message.to());
        fields.put("MessageSid", message.vendorId());
        fields.put("SmsSid", message.vendorId());
        fields.put("MessageStatus", status);
        fields.put("SmsStatus", status);
        String service = message.content().getOrDefault("service", "");
        if (!service.isEmpty()) {
            fields.put("MessagingServiceSid", service);
        }
        if (!status.equals("sent")) {
            fields.put("RawDlrDoneDate", DONE.format(Instant.now()));
        }
        if (status.equals("undelivered")) {
            fields.put("ErrorCode", Integer.toString(TwilioFate.errorCode(message.to())));
        }
        return fields;
    }

    /** Posts a signed form; done when it was answered: whether it was taken. */
    Future<Boolean> post(String url, Map<String, String> fields, Duration delay) {
        String form = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return kit.post(
                url,
                Map.of("X-Twilio-Signature", signature(url, fields), "User-Agent", "TwilioProxy/1.1"),
                "application/x-www-form-urlencoded; charset=UTF-8",
                form.getBytes(StandardCharsets.UTF_8),
                delay);
    }

    /** The account whose messages these are. */
    String sid() {
        return sid;
    }

    private String signature(String url, Map<String, String> fields) {
        StringBuilder text = new StringBuilder(url);
        new TreeMap<>(fields).forEach((name, value) -> text.append(name).append(value));
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JVM has " + ALGORITHM, impossible);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
