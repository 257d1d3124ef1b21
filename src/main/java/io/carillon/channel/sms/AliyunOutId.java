package io.carillon.channel.sms;

import io.carillon.channel.AttemptKey;
import io.carillon.channel.VendorReport;
import java.util.Optional;

/**
 * Our key in the field that Aliyun gives back with each report. A call has one OutId for all its numbers, so that of a batch
 * names the call by its first message; the number then says which message of the call is meant.
 *
 * <p>Source: <a href="https://help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2017-05-25-sendbatchsms">SendBatchSms,
 * OutId</a> (at most 255 characters).
 */
final class AliyunOutId {
    private static final String CALL = "call-";

    private AliyunOutId() {}

    static String ofOne(AttemptKey key) {
        return key.toString();
    }

    static String ofCall(AttemptKey first) {
        return CALL + first;
    }

    /** The message that the OutId names by itself. */
    static Optional<String> one(String outId) {
        return parsed(outId);
    }

    /** The message to this address in the call that the OutId names. */
    static Optional<VendorReport.Call> inCall(String outId, String address) {
        return outId.startsWith(CALL)
                ? parsed(outId.substring(CALL.length())).map(key -> new VendorReport.Call(key, address))
                : Optional.empty();
    }

    private static Optional<String> parsed(String key) {
        try {
            return Optional.of(AttemptKey.parse(key).toString());
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
