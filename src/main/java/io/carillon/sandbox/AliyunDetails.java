package io.carillon.sandbox;

import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * QuerySendDetails: what became of the messages to one number on one day, the newest first. Whether their receipts came through does
 * not matter to it. The sandbox does not know the templates' texts, so it lists no Content. Reads the file off the event loop.
 *
 * <p>Source: <a href="https://help.aliyun.com/document_detail/419277.html">QuerySendDetails</a>.
 */
final class AliyunDetails {
    /** The field of an accepted message that holds when it was taken. */
    static final String SENT = "sent";

    private static final int MOST_LOOKED_AT = 1_000;
    private static final int WAITING = 1;
    private static final int FAILED = 2;
    private static final int DELIVERED = 3;

    private final SandboxKit kit;
    private final Clock clock;

    AliyunDetails(SandboxKit kit, Clock clock) {
        this.kit = kit;
        this.clock = clock;
    }

    void answer(RoutingContext context, AliyunQuery query) {
        context.vertx()
                .executeBlocking(() -> page(query), false)
                .onSuccess(page -> AliyunActions.answer(context, 200, "OK", "OK", page))
                .onFailure(context::fail);
    }

    private Map<String, Object> page(AliyunQuery query) {
        List<AcceptedMessage> matching = new ArrayList<>(kit.sentTo("aliyun", query.address(), MOST_LOOKED_AT).stream()
                .filter(message -> query.bizId().isEmpty() || message.vendorId().equals(query.bizId()))
                .filter(message -> message.content().containsKey(SENT)
                        && AliyunFate.day(sent(message)).equals(query.day()))
                .toList());
        Collections.reverse(matching);
        List<Map<String, Object>> details = matching.stream()
                .skip((query.page() - 1L) * query.size())
                .limit(query.size())
                .map(this::detail)
                .toList();
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("TotalCount", Integer.toString(matching.size()));
        page.put("SmsSendDetailDTOs", Map.of("SmsSendDetailDTO", details));
        return page;
    }

    private Map<String, Object> detail(AcceptedMessage message) {
        AliyunFate fate = AliyunFate.of(kit, message.to(), sent(message));
        boolean isKnown = !fate.reported().isAfter(clock.instant());
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("PhoneNum", message.content().getOrDefault("PhoneNumber", ""));
        detail.put("TemplateCode", message.content().getOrDefault("TemplateCode", ""));
        detail.put("OutId", message.key());
        detail.put("SendDate", AliyunFate.written(fate.sent()));
        detail.put("SendStatus", !isKnown ? WAITING : fate.isDelivered() ? DELIVERED : FAILED);
        if (isKnown) {
            detail.put("ErrCode", fate.code());
            detail.put("ReceiveDate", AliyunFate.written(fate.reported()));
        }
        return detail;
    }

    private static Instant sent(AcceptedMessage message) {
        return Instant.parse(message.content().getOrDefault(SENT, ""));
    }
}
