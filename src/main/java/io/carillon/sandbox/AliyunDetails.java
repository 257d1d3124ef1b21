package io.carillon.sandbox;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * QuerySendDetails: what became of the messages to one number.
 *
 * <p>Source: <a href="https://help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2017-05-25-querysenddetails">QuerySendDetails</a>.
 */
final class AliyunDetails {
    private static final int MOST_PAGE = 50;
    private static final int MOST_LOOKED_AT = 1_000;
    private static final int WAITING = 1;
    private static final int FAILED = 2;
    private static final int DELIVERED = 3;

    private final SandboxKit kit;

    AliyunDetails(SandboxKit kit) {
        this.kit = kit;
    }

    void answer(RoutingContext context, MultiMap parameters) {
        String number = text(parameters, "PhoneNumber");
        String size = text(parameters, "PageSize");
        String page = text(parameters, "CurrentPage");
        boolean isComplete = number.matches("\\+?\\d{6,16}")
                && text(parameters, "SendDate").matches("\\d{8}")
                && size.matches("\\d{1,2}")
                && page.matches("\\d{1,4}")
                && Integer.parseInt(size) >= 1
                && Integer.parseInt(size) <= MOST_PAGE
                && Integer.parseInt(page) >= 1;
        if (!isComplete) {
            AliyunActions.answer(context, 200, "isv.INVALID_PARAMETERS", "参数异常", Map.of());
            return;
        }
        String address = new AliyunOrder.Message(number, "", "").address();
        String bizId = text(parameters, "BizId");
        context.vertx()
                .executeBlocking(() -> kit.sentTo("aliyun", address, MOST_LOOKED_AT), false)
                .onSuccess(found -> page(context, found, bizId, Integer.parseInt(size), Integer.parseInt(page)))
                .onFailure(context::fail);
    }

    private void page(RoutingContext context, List<AcceptedMessage> found, String bizId, int size, int page) {
        List<AcceptedMessage> matching = found.stream()
                .filter(message -> bizId.isEmpty() || message.vendorId().equals(bizId))
                .toList();
        List<Map<String, Object>> details = matching.stream()
                .skip((long) (page - 1) * size)
                .limit(size)
                .map(this::detail)
                .toList();
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("TotalCount", Integer.toString(matching.size()));
        more.put("SmsSendDetailDTOs", Map.of("SmsSendDetailDTO", details));
        AliyunActions.answer(context, 200, "OK", "OK", more);
    }

    private Map<String, Object> detail(AcceptedMessage message) {
        int status = switch (kit.outcomeFor("aliyun", message.to())) {
            case DELIVERED -> DELIVERED;
            case UNDELIVERED -> FAILED;
            case REFUSED -> WAITING;
        };
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("PhoneNum", message.content().getOrDefault("PhoneNumber", ""));
        detail.put("TemplateCode", message.content().getOrDefault("TemplateCode", ""));
        detail.put("SendStatus", status);
        detail.put("OutId", message.key());
        detail.put("ErrCode", status == DELIVERED ? "DELIVERED" : status == FAILED ? "MK:0001" : "");
        return detail;
    }

    private static String text(MultiMap parameters, String name) {
        return Objects.requireNonNullElse(parameters.get(name), "");
    }
}
