package io.carillon.channel.sms;

import com.aliyun.dysmsapi20170525.models.QuerySendDetailsResponseBody.QuerySendDetailsResponseBodySmsSendDetailDTOsSmsSendDetailDTO;
import io.carillon.channel.AttemptKey;
import io.carillon.channel.LookUp;
import io.carillon.channel.VendorReport;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages that Aliyun lists for the number of a doubt. A message is the doubt's when its OutId names it, or names a call of
 * its run: whether that call carried it, the ledger knows.
 *
 * <p>Source: <a href="https://help.aliyun.com/document_detail/419277.html">QuerySendDetails</a>, {@code SmsSendDetailDTO}.
 */
final class AliyunListed {
    /** Waits for its receipt. */
    private static final long WAITING = 1;

    private static final long FAILED = 2;
    private static final long DELIVERED = 3;

    private final LookUp.Doubt doubt;
    private final AliyunMessageId ids;
    private final Clock clock;

    AliyunListed(LookUp.Doubt doubt, AliyunMessageId ids, Clock clock) {
        this.doubt = doubt;
        this.ids = ids;
        this.clock = clock;
    }

    /** What a listed message tells of the doubt; empty when it is another's, or has a status that Aliyun's page does not know. */
    Optional<VendorReport.Receipt> receipt(QuerySendDetailsResponseBodySmsSendDetailDTOsSmsSendDetailDTO message) {
        String outId = Objects.requireNonNullElse(message.getOutId(), "");
        String key = AliyunOutId.one(outId)
                .filter(own -> doubt.isMaybe(AttemptKey.parse(own)))
                .orElse(null);
        VendorReport.Call call = AliyunOutId.inCall(outId, doubt.address())
                .filter(any -> AttemptKey.parse(any.key()).run() == doubt.key().run())
                .orElse(null);
        String code = AliyunReceiptCodes.shortened(Objects.requireNonNullElse(message.getErrCode(), ""));
        VendorReport.Outcome outcome = outcome(message.getSendStatus(), code);
        if (key == null && call == null || outcome == null) {
            return Optional.empty();
        }
        return Optional.of(new VendorReport.Receipt(
                dedupeKey(outId, outcome),
                key,
                null,
                outcome,
                outcome == VendorReport.Outcome.UNDELIVERED ? AliyunReceiptCodes.reason(code) : null,
                code,
                null,
                null,
                at(message, outcome),
                call));
    }

    /** Told apart from a push, whose key begins with a BizId, by its first word. */
    private String dedupeKey(String outId, VendorReport.Outcome outcome) {
        return "listed:" + ids.of(outId, AliyunNumbers.toWire(doubt.address())) + ":"
                + outcome.name().toLowerCase(Locale.ROOT);
    }

    private static VendorReport.@Nullable Outcome outcome(@Nullable Long status, String code) {
        if (status == null) {
            return null;
        }
        if (status == DELIVERED) {
            return VendorReport.Outcome.DELIVERED;
        }
        boolean isWaiting = status == WAITING || status == FAILED && code.equals(AliyunReceiptCodes.NO_REPORT);
        if (isWaiting) {
            return VendorReport.Outcome.ACCEPTED;
        }
        return status == FAILED ? VendorReport.Outcome.UNDELIVERED : null;
    }

    /** When it ended, or while it has not, when it was sent. */
    private Instant at(
            QuerySendDetailsResponseBodySmsSendDetailDTOsSmsSendDetailDTO message, VendorReport.Outcome outcome) {
        String text = outcome == VendorReport.Outcome.ACCEPTED ? message.getSendDate() : message.getReceiveDate();
        return AliyunTimes.read(text).orElseGet(clock::instant);
    }
}
