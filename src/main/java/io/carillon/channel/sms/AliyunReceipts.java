package io.carillon.channel.sms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carillon.channel.HookAnswer;
import io.carillon.channel.HookRequest;
import io.carillon.channel.OptOutWords;
import io.carillon.channel.ReceiptParser;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorReport;
import io.carillon.problem.Texts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads Aliyun's HTTP batch push: delivery reports (SmsReport) and replies (SmsUp), each a JSON array. They are not signed,
 * so the URL ends in a secret.
 *
 * <p>A report is matched by our key where the message went alone, else by BizId and number, else by the call's key and number
 * ({@link AliyunOutId}). An element that cannot be
 * read is left out and logged, so that it does not cost the others of the same push; only when nothing can be read is the
 * push answered with 400.
 *
 * <p>Sources: <a href="https://help.aliyun.com/document_detail/101867.html">SmsReport</a>,
 * <a href="https://help.aliyun.com/zh/sms/developer-reference/smsup-http">SmsUp</a>.
 */
final class AliyunReceipts implements ReceiptParser {
    private static final Logger LOG = Logger.getLogger(AliyunReceipts.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TAKEN = "{\"code\":0,\"msg\":\"接收成功\"}";
    private static final int MOST_ELEMENTS = 10_000;
    private static final int LONGEST_ID = 64;
    private static final int LONGEST_WORD = 20;
    private static final int DIGEST_BYTES = 16;

    private final AliyunMessageId ids;
    private final Clock clock;

    AliyunReceipts(AliyunMessageId ids, Clock clock) {
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public HookAnswer receive(HookRequest request, VendorAccount account) {
        if (!isOurs(request.suffix(), account.secrets().getOrDefault(AliyunSettings.HOOK_SECRET, ""))) {
            return HookAnswer.forged(Texts.here("hook.aliyun.secret"));
        }
        JsonNode json;
        try {
            json = JSON.readTree(request.body());
        } catch (IOException notJson) {
            return HookAnswer.malformed(Texts.here("hook.aliyun.body"));
        }
        if (json == null || !json.isArray() || json.size() > MOST_ELEMENTS) {
            return HookAnswer.malformed(Texts.here("hook.aliyun.many", MOST_ELEMENTS));
        }
        return read(json, account);
    }

    private HookAnswer read(JsonNode json, VendorAccount account) {
        List<VendorReport> reports = new ArrayList<>();
        int unreadable = 0;
        for (JsonNode element : json) {
            boolean isRead = element.has("content") ? reply(element, reports) : report(element, reports);
            unreadable += isRead ? 0 : 1;
        }
        if (unreadable > 0) {
            LOG.warnf(
                    "Account %s: %d of %d elements of an Aliyun push cannot be read",
                    account.name(), unreadable, json.size());
        }
        return unreadable > 0 && unreadable == json.size()
                ? HookAnswer.malformed(Texts.here("hook.aliyun.element"))
                : HookAnswer.ok("application/json;charset=UTF-8", TAKEN, reports);
    }

    private boolean report(JsonNode element, List<VendorReport> reports) {
        Optional<String> number = AliyunNumbers.canonical(text(element, "phone_number"));
        String bizId = text(element, "biz_id");
        if (number.isEmpty()
                || bizId.isEmpty()
                || bizId.length() > LONGEST_ID
                || !element.path("success").isBoolean()) {
            return false;
        }
        boolean isDelivered = element.path("success").booleanValue();
        String code = AliyunReceiptCodes.shortened(text(element, "err_code"));
        String vendorId = ids.of(bizId, number.get());
        String outId = text(element, "out_id");
        String address = AliyunNumbers.toE164(number.get());
        String key = AliyunOutId.one(outId).orElse(null);
        Instant at = time(text(element, "report_time"));
        VendorReport.Outcome outcome = outcome(isDelivered, code);
        reports.add(new VendorReport.Receipt(
                vendorId + ":" + (isDelivered ? "delivered" : code),
                key,
                vendorId,
                outcome,
                outcome == VendorReport.Outcome.UNDELIVERED ? AliyunReceiptCodes.reason(code) : null,
                code,
                parts(text(element, "sms_size")),
                null,
                at,
                AliyunOutId.inCall(outId, address).orElse(null)));
        return true;
    }

    /** Replies come from mainland numbers only. */
    private boolean reply(JsonNode element, List<VendorReport> reports) {
        Optional<String> number = AliyunNumbers.canonical(text(element, "phone_number"));
        if (number.isEmpty()) {
            return false;
        }
        String address = AliyunNumbers.toE164(number.get());
        String content = text(element, "content").strip();
        Instant at = time(text(element, "send_time"));
        String sequence = text(element, "sequence_id");
        String id = "up:" + (sequence.isEmpty() ? digest(element) : shortened(sequence, LONGEST_ID));
        if (OptOutWords.isOptOut(content)) {
            reports.add(new VendorReport.OptOut(id, address, null, shortened(content, LONGEST_WORD), at));
        } else if (OptOutWords.isOptIn(content)) {
            reports.add(new VendorReport.OptIn(id, address, shortened(content, LONGEST_WORD), at));
        }
        return true;
    }

    private static VendorReport.Outcome outcome(boolean isDelivered, String code) {
        if (isDelivered) {
            return VendorReport.Outcome.DELIVERED;
        }
        return code.equals(AliyunReceiptCodes.NO_REPORT)
                ? VendorReport.Outcome.ACCEPTED
                : VendorReport.Outcome.UNDELIVERED;
    }

    private static boolean isOurs(String suffix, String secret) {
        return !secret.isEmpty()
                && MessageDigest.isEqual(
                        suffix.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable Integer parts(String size) {
        return size.matches("[1-9]\\d{0,2}") ? Integer.valueOf(size) : null;
    }

    private Instant time(String text) {
        return AliyunTimes.read(text).orElseGet(clock::instant);
    }

    private static String digest(JsonNode element) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(element.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JVM has SHA-256", impossible);
        }
    }

    private static String text(JsonNode element, String field) {
        JsonNode value = element.path(field);
        return value.isValueNode() && !value.isNull() ? value.asText() : "";
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
