package io.carillon.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shop's own app on the phones: sends the token of a push back when it arrives and when it is opened. Shares are the
 * settings {@code fcm.delivered} (0.9) and {@code fcm.opened} (0.2, of all); with {@code outcomes=all-delivered} everything
 * arrives unless {@code fcm.delivered} says otherwise. Thread-safe.
 */
final class FcmApp {
    private static final Duration ARRIVES = Duration.ofMillis(300);
    private static final Duration OPENS = Duration.ofMillis(900);
    private static final double USUALLY_DELIVERED = 0.9;
    private static final double USUALLY_OPENED = 0.2;
    /** So that who gets a push is drawn apart from whose token is dead. */
    private static final long DRAW = 104_729;

    private final SandboxKit kit;
    private final String url;
    private final double delivered;
    private final double opened;

    FcmApp(SandboxKit kit, String account) {
        this.kit = kit;
        this.url = kit.setting("hooks") + "/hooks/app/" + account;
        boolean isAllDelivered = kit.setting(Outcomes.SWITCH).equals(Outcomes.ALL_DELIVERED);
        this.delivered = share("fcm.delivered", isAllDelivered ? 1 : USUALLY_DELIVERED);
        this.opened = share("fcm.opened", USUALLY_OPENED);
    }

    /** Lets the app do what it does with a push that FCM has given this name; done when FCM may answer the sender. */
    Future<Void> receive(String name, FcmPush push) {
        double place = Hash.share(DRAW, push.token());
        if (push.appToken().isEmpty() || place >= delivered) {
            return Future.succeededFuture();
        }
        List<Receipt> reports = new ArrayList<>();
        reports.add(
                new Receipt(Receipt.Tells.DELIVERED, ARRIVES, delay -> report(push.appToken(), "delivered", delay)));
        if (place < opened) {
            reports.add(new Receipt(Receipt.Tells.READ, OPENS, delay -> report(push.appToken(), "opened", delay)));
        }
        return kit.receipts("fcm", name, push.token(), reports);
    }

    private Future<Boolean> report(String token, String event, Duration delay) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("token", token);
        body.put("event", event);
        body.put("at", Instant.now().plus(delay).toString());
        try {
            byte[] bytes = AcceptedLog.JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
            return kit.post(url, Map.of(), "application/json", bytes, delay);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A report cannot be written as JSON", impossible);
        }
    }

    private double share(String key, double otherwise) {
        String text = kit.setting(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("0(\\.\\d{1,6})?|1(\\.0{1,6})?")) {
            throw new SandboxFailure("Setting '" + key + "' must be a share from 0 to 1, such as 0.9", null);
        }
        return Double.parseDouble(text);
    }
}
