package io.carillon.channel.sms;

import static io.carillon.channel.Reason.UNDELIVERED;
import static io.carillon.channel.Reason.UNDELIVERED_CARRIER;
import static io.carillon.channel.Reason.UNDELIVERED_EXPIRED;
import static io.carillon.channel.Reason.UNDELIVERED_INVALID;
import static io.carillon.channel.Reason.USER_BLOCKED;
import static io.carillon.channel.Reason.VENDOR_OPTED_OUT;

import io.carillon.channel.Reason;
import java.util.HashMap;
import java.util.Map;

/**
 * What the codes of Aliyun's delivery reports mean: the platform's own and those of the carriers behind it.
 *
 * <p>Source: <a href="https://help.aliyun.com/document_detail/101347.html">error codes of receipts</a>. Several of them
 * ({@code MOBILE_NOT_ON_SERVICE}, {@code INVALID_NUMBER}) stand for a number that does not exist as well as for a phone that
 * is off, so they do not blame the address; only codes that say for certain that there is no such number do.
 */
final class AliyunReceiptCodes {
    private static final int LONGEST = 100;
    /** The carrier has sent no report; nothing is known. */
    static final String NO_REPORT = "REQUEST_SUCCESS";

    private static final Map<String, Reason> TABLE = new HashMap<>();

    static {
        put(UNDELIVERED, "MOBILE_NOT_ON_SERVICE", "INVALID_NUMBER", "MOBILE_ACCOUNT_ABNORMAL", "MOBLLE_TERMINAL_ERROR");
        put(UNDELIVERED, "SP_NOT_BY_INTER_SMS", "SP_UNKNOWN_ERROR", "PARAMS_ILLEGAL", "UNDELIV");
        // The person opted out at the carrier or at the platform.
        put(VENDOR_OPTED_OUT, "USER_REJECT", "isv.CUSTOMER_REFUSED", "isv.BLACK_KEY_CONTROL_LIMIT");
        put(USER_BLOCKED, "MOBILE_IN_BLACK");
        put(UNDELIVERED_CARRIER, "IS_CLOSE", "NO_ROUTE", "CONTENT_KEYWORD", "CONTENT_ERROR", "MOBILE_SEND_LIMIT");
        put(UNDELIVERED_CARRIER, "SIGNATURE_BLACKLIST", "PORT_NOT_REGISTERED", "REJECTD", "isv.BUSINESS_LIMIT_CONTROL");
        put(
                UNDELIVERED_EXPIRED,
                "EXPIRED",
                "MI:0024",
                "MI:0029",
                "MK:0008",
                "MK:0009",
                "MK:0010",
                "MK:0024",
                "MK:0029");
        put(UNDELIVERED_EXPIRED, "IB:0064", "IC:0001");
        // China Mobile's register knows no such number.
        put(UNDELIVERED_INVALID, "MK:0000", "MK:0001", "MK:0002", "MK:0012", "CB:0001", "CB:0053");
        put(UNDELIVERED_INVALID, "isv.MOBILE_NUMBER_ILLEGAL");
        // Blacklists of the carriers, filled by complaints of the person.
        put(USER_BLOCKED, "MB:1077", "DB:0141", "DB:0144", "DB:0164", "BWLIST");
    }

    private AliyunReceiptCodes() {}

    /** A code as it is kept: what no carrier has is cut off. */
    static String shortened(String code) {
        return code.length() <= LONGEST ? code : code.substring(0, LONGEST);
    }

    /** Why a message did not arrive. */
    static Reason reason(String code) {
        return TABLE.getOrDefault(code, UNDELIVERED);
    }

    private static void put(Reason reason, String... codes) {
        for (String code : codes) {
            TABLE.put(code, reason);
        }
    }
}
