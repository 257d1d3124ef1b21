package io.carillon.channel.sms;

import io.carillon.channel.HttpAnswer;
import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Every code that Twilio's Messages resource answers or its receipts carry, sorted. Source: the error and warning
 * dictionary, <a href="https://www.twilio.com/docs/api/errors">www.twilio.com/docs/api/errors</a>, a page for each code.
 *
 * <p>20500's page says that a message may have been sent all the same, and 20503's does not say that it was not: both stay
 * unknown. 20429 and 21730 were not processed. A code that is not listed is {@code UNLISTED} and logged.
 */
final class TwilioErrors {
    private static final Logger LOG = Logger.getLogger(TwilioErrors.class);
    private static final int BODY_TOO_LONG = 21617;
    private static final Map<Integer, Reason> ANSWERS = new TreeMap<>();
    private static final Map<Integer, Reason> RECEIPTS = new TreeMap<>();

    static {
        // No to this person: no such number, short code, not a mobile number, landline.
        answers(Reason.INVALID_ADDRESS, 21211, 21217, 21265, 21401, 21604, 21614, 21635);
        // No route from this sender to that number; a number may not text itself.
        answers(Reason.NOT_REACHABLE, 21214, 21266, 21612);
        answers(Reason.VENDOR_OPTED_OUT, 21610);
        answers(Reason.REGION_REFUSED, 21408);
        // No to us: sender missing, not ours, not fit for text, not registered, or of another channel.
        answers(Reason.SENDER, 21212, 21264, 21267, 21601, 21603, 21606, 21607, 21616, 21657, 21659, 21660, 21661);
        answers(Reason.SENDER, 21708, 21910, 30018, 30024, 30032, 30033, 30034, 30035, 30040, 30042, 63007);
        // Body missing, too long, or not to be sent; media and link parameters we never give.
        answers(Reason.CONTENT, 21602, 21605, 21617, 21618, 21619, 21620, 21623, 30007, 30019, 63005, 63021);
        answers(Reason.TEMPLATE, 21654, 21655, 21656, 63027);
        // Daily caps and the account's message limit: tomorrow, not in a second.
        answers(Reason.QUOTA, 30022, 30023, 30027, 30454, 63038);
        answers(Reason.CREDENTIALS, 20003, 20006, 20008, 20101, 20102, 20103, 20104, 20105, 20106, 20107, 20151, 20157);
        answers(Reason.CREDENTIALS, 20403, 20409, 51001, 51007);
        // Account inactive, suspended or on trial; service without senders; callback, validity or SID wrong.
        answers(Reason.ACCOUNT_SETTING, 10001, 10002, 20001, 20004, 20005, 20404, 21608, 21609, 21624, 21701, 21703);
        answers(Reason.ACCOUNT_SETTING, 21704, 21705, 30002, 30037, 90007, 90010, 90014);
        // Not processed: too many requests, the sender's queue is full, many messages between two numbers.
        answers(Reason.THROTTLED, 20429, 21611, 14107, 51002, 63018);
        answers(Reason.VENDOR_DOWN, 21730);
        answers(Reason.VENDOR_ERROR, 20500, 20503, 20504, 30500);

        receipts(Reason.UNDELIVERED_INVALID, 21211, 21217, 21265, 21614, 21635, 30005, 30006, 63003, 63024);
        receipts(Reason.UNDELIVERED_EXPIRED, 30001, 30003, 30013, 30017, 30036, 30485);
        // Filtered or refused on the way: content, registration of the sender, caps of the carrier, pumping protection.
        receipts(
                Reason.UNDELIVERED_CARRIER,
                30004,
                30007,
                30011,
                30018,
                30019,
                30022,
                30023,
                30024,
                30027,
                30032,
                30033);
        receipts(
                Reason.UNDELIVERED_CARRIER,
                30034,
                30035,
                30038,
                30039,
                30040,
                30041,
                30042,
                30450,
                30453,
                63005,
                63021);
        receipts(Reason.VENDOR_OPTED_OUT, 21610);
        // Blocked at WhatsApp or another app, which says nothing of the person's texts.
        receipts(Reason.USER_BLOCKED, 63014, 63033);
        receipts(
                Reason.UNDELIVERED, 14107, 21612, 21617, 30002, 30008, 30009, 30010, 30021, 30037, 30410, 30454, 30500);
        // Times to live, retention and scheduling that we never ask for.
        receipts(Reason.UNDELIVERED, 30012, 30014, 30015, 30016, 30020, 30025, 30026, 30028, 30029, 30030, 30031);
        receipts(Reason.UNDELIVERED, 63001, 63012, 63013, 63016, 63018, 63022, 63038);
        // Left out of marketing by an experiment of WhatsApp's, of which the person knows nothing.
        receipts(Reason.UNDELIVERED, 63032);
    }

    private TwilioErrors() {}

    /** What an answer other than 2xx means for the message. */
    static SendResult result(TwilioHttp.Answered answer) {
        Integer code = answer.code();
        if (code == null) {
            return HttpAnswer.withoutCode(answer.status(), "http-" + answer.status(), answer.retryAfter());
        }
        String vendorCode = code.toString();
        Reason reason = ANSWERS.get(code);
        if (reason == null) {
            LOG.warnf("Twilio's code %s with status %d is not in our table", vendorCode, answer.status());
            return HttpAnswer.withUnlistedCode(answer.status(), vendorCode, answer.retryAfter());
        }
        return switch (reason.rule()) {
            case BLOCKED ->
                new SendResult.Blocked(reason, vendorCode, SendResult.Meant.valuesIf(code == BODY_TOO_LONG));
            case RETRY, VENDOR_DOWN -> new SendResult.NotSent(reason, vendorCode, answer.retryAfter());
            case UNKNOWN -> new SendResult.Unknown(reason, vendorCode);
            default -> new SendResult.Refused(reason, vendorCode);
        };
    }

    /** Why a message that Twilio had accepted did not arrive. */
    static Reason undelivered(String errorCode) {
        try {
            Reason listed = RECEIPTS.get(Integer.parseInt(errorCode));
            if (listed != null) {
                return listed;
            }
        } catch (NumberFormatException noCode) {
            return Reason.UNDELIVERED;
        }
        LOG.warnf("Twilio's code %s in a receipt is not in our table", errorCode);
        return Reason.UNDELIVERED;
    }

    private static void answers(Reason reason, int... codes) {
        put(ANSWERS, reason, codes);
    }

    private static void receipts(Reason reason, int... codes) {
        put(RECEIPTS, reason, codes);
    }

    private static void put(Map<Integer, Reason> table, Reason reason, int... codes) {
        for (int code : codes) {
            if (table.put(code, reason) != null) {
                throw new IllegalStateException("Code " + code + " is listed twice");
            }
        }
    }
}
