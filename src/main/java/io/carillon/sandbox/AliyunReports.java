package io.carillon.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The reports and replies of the people on the far side, in Aliyun's words. Thread-safe. */
final class AliyunReports {
    private static final int ONE_PART = 70;
    private static final int PART_OF_MANY = 67;

    private final SandboxKit kit;
    private final AliyunPush push;
    private final Clock clock;
    private final AtomicLong sequence = new AtomicLong(System.currentTimeMillis() * 1_000);

    AliyunReports(SandboxKit kit, AliyunPush push, Clock clock) {
        this.kit = kit;
        this.push = push;
        this.clock = clock;
    }

    /** Reports later how a message ended that was taken then; done when the send may be answered. */
    Future<Void> report(String bizId, String outId, AliyunOrder.Message message, Instant sent) {
        String address = message.address();
        AliyunFate fate = AliyunFate.of(kit, address, sent);
        Map<String, Object> element = new LinkedHashMap<>();
        element.put("phone_number", message.number());
        element.put("send_time", AliyunFate.written(fate.sent()));
        element.put("report_time", AliyunFate.written(fate.reported()));
        element.put("success", fate.isDelivered());
        element.put("err_code", fate.code());
        element.put("err_msg", fate.isDelivered() ? "用户接收成功" : "空号");
        element.put("sms_size", Integer.toString(parts(message)));
        element.put("biz_id", bizId);
        // Aliyun leaves the field out of its array where the call had no OutId.
        if (!outId.isEmpty()) {
            element.put("out_id", outId);
        }
        return kit.receipts(
                "aliyun",
                bizId,
                address,
                List.of(new Receipt(
                        fate.isDelivered() ? Receipt.Tells.DELIVERED : Receipt.Tells.UNDELIVERED,
                        AliyunFate.delay(kit),
                        delay -> push(element, delay))));
    }

    private Future<Boolean> push(Map<String, Object> element, Duration delay) {
        Promise<Boolean> pushed = Promise.promise();
        kit.later(delay, () -> push.add(element).onComplete(pushed));
        return pushed.future();
    }

    /** Somebody replies. */
    void reply(String number, String content, String signature) {
        Map<String, Object> element = new LinkedHashMap<>();
        element.put("phone_number", number);
        element.put("send_time", AliyunFate.written(clock.instant()));
        element.put("content", content);
        element.put("sign_name", signature);
        element.put("dest_code", "1234");
        element.put("sequence_id", Long.toString(sequence.incrementAndGet()));
        push.add(element);
    }

    /** The sandbox does not know the template's text; signature and values stand for it. */
    private static int parts(AliyunOrder.Message message) {
        int length = message.signature().length() + message.params().length();
        return length <= ONE_PART ? 1 : (length + PART_OF_MANY - 1) / PART_OF_MANY;
    }
}
