package io.carillon.channel.sms;

import static io.carillon.channel.Reason.ACCOUNT_SETTING;
import static io.carillon.channel.Reason.BALANCE;
import static io.carillon.channel.Reason.CONTENT;
import static io.carillon.channel.Reason.CREDENTIALS;
import static io.carillon.channel.Reason.FREQUENCY_REFUSED;
import static io.carillon.channel.Reason.INVALID_ADDRESS;
import static io.carillon.channel.Reason.POLICY_REFUSED;
import static io.carillon.channel.Reason.QUOTA;
import static io.carillon.channel.Reason.REGION_REFUSED;
import static io.carillon.channel.Reason.SIGNATURE;
import static io.carillon.channel.Reason.TEMPLATE;
import static io.carillon.channel.Reason.THROTTLED;
import static io.carillon.channel.Reason.UNLISTED;
import static io.carillon.channel.Reason.VENDOR_ERROR;
import static io.carillon.channel.Reason.VENDOR_OPTED_OUT;

import io.carillon.channel.HttpAnswer;
import io.carillon.channel.Reason;
import io.carillon.channel.RetryAfter;
import io.carillon.channel.SendResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What Aliyun's answers mean, first of all those to a send: the one table of its codes.
 *
 * <p>Sources: <a href="https://help.aliyun.com/document_detail/101346.html">API error codes of SMS</a> for {@code isv.} and
 * {@code isp.}, the <a href="https://api.aliyun.com/document/Dysmsapi/2017-05-25/errorCode">error centre</a> for those of
 * the gateway before it. Codes of calls that Carillon does not make (applying for signatures, templates, short links)
 * are left out.
 *
 * <p>A code other than {@code OK} comes without BizId, and the pages know no partial acceptance: the call as a whole was
 * not taken, except where the table says unknown.
 */
final class AliyunErrors {
    private static final Logger LOG = Logger.getLogger(AliyunErrors.class);
    private static final String THROTTLING = "Throttling";
    private static final Pattern CODE = Pattern.compile("[A-Za-z_.]{1,60}|HTTP \\d{1,3}");
    /** Limits of the gateway are per second: "SendSms 5000 a second for one user". */
    private static final Duration USUAL_RETRY_AFTER = Duration.ofSeconds(1);

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;

    private static final Map<String, Reason> BLOCKED = new HashMap<>();
    private static final Map<String, Reason> REFUSED = new HashMap<>();
    private static final Map<String, Reason> UNKNOWN = new HashMap<>();

    static {
        // The signature, its approval and its registration with the carriers.
        put(BLOCKED, SIGNATURE, "isv.SMS_SIGNATURE_ILLEGAL", "isv.SMS_SIGN_ILLEGAL", "isv.SIGN_STATE_ILLEGAL");
        put(BLOCKED, SIGNATURE, "isv.SMS_SIGNATURE_SCENE_ILLEGAL", "isv.SIGN_NAME_ILLEGAL", "SIGNATURE_BLACKLIST");
        put(BLOCKED, SIGNATURE, "isv.SMS_SIGN_EMOJI_ILLEGAL", "PORT_NOT_REGISTERED");
        // The template, or names of parameters that are not the template's: alike for every person.
        put(BLOCKED, TEMPLATE, "isv.SMS_TEMPLATE_ILLEGAL", "isv.TEMPLATE_MISSING_PARAMETERS", "isv.INVALID_JSON_PARAM");
        put(BLOCKED, TEMPLATE, "isv.SMS_CONTENT_MISMATCH_TEMPLATE_TYPE", "isv.SMS_TEST_SIGN_TEMPLATE_LIMIT");
        put(BLOCKED, TEMPLATE, "isv.SMS_TEST_TEMPLATE_PARAMS_ILLEGAL", "template_parameter_count_illegal");
        put(BLOCKED, CONTENT, "isv.SMS_CONTENT_ILLEGAL");
        put(BLOCKED, BALANCE, "isv.OUT_OF_SERVICE", "isv.AMOUNT_NOT_ENOUGH", "isv.BILLING_DEDUCTION_ERROR");
        // Limits that we set in the console for the whole account.
        put(BLOCKED, QUOTA, "isv.DAY_LIMIT_CONTROL", "isv.MONTH_LIMIT_CONTROL");
        put(BLOCKED, CREDENTIALS, "isp.RAM_PERMISSION_DENY", "isv.RAM_CHECK_FAILED", "isv.ACCOUNT_NOT_EXISTS");
        put(BLOCKED, CREDENTIALS, "SignatureDoesNotMatch", "IncompleteSignature", "MissingAccessKeyId");
        put(BLOCKED, CREDENTIALS, "InvalidAccessKeyId", "InvalidAccessKeyId.NotFound", "InvalidAccessKeyId.Inactive");
        put(BLOCKED, CREDENTIALS, "InvalidAccessKeySecret", "Forbidden.RAM", "Forbidden.AccessKeyDisabled");
        put(BLOCKED, CREDENTIALS, "NoPermission", "Forbidden");
        put(BLOCKED, ACCOUNT_SETTING, "isv.PRODUCT_UN_SUBSCRIPT", "isv.PRODUCT_UNSUBSCRIBE", "isv.ACCOUNT_ABNORMAL");
        put(BLOCKED, ACCOUNT_SETTING, "isv.SECURITY_FROZEN_ACCOUNT", "isv.FORBIDDEN_ACTION", "isv.DENY_IP_RANGE");
        // Test signatures and templates reach only numbers bound in the console.
        put(
                BLOCKED,
                ACCOUNT_SETTING,
                "isv.SMS_TEST_NUMBER_LIMIT",
                "isv.EXTEND_CODE_ERROR",
                "isv.ONE_CODE_MULTIPLE_SIGN");
        put(BLOCKED, ACCOUNT_SETTING, "isv.CODE_EXCEED_LIMIT", "isv.CODE_ERROR", "isv.SENDERID_ERROR");
        put(BLOCKED, ACCOUNT_SETTING, "isv.INVALID_PARAMETERS", "isv.MOBILE_COUNT_OVER_LIMIT", "InvalidVersion");
        put(BLOCKED, ACCOUNT_SETTING, "InvalidAction.NotFound", "MissingParameter", "InvalidProtocol.NeedSsl");
        // This machine's clock is more than 15 minutes off.
        put(BLOCKED, ACCOUNT_SETTING, "InvalidTimeStamp.Expired", "InvalidTimeStamp.Format");

        put(REFUSED, INVALID_ADDRESS, "isv.MOBILE_NUMBER_ILLEGAL", "isv.PHONE_NUMBER_ILLEGAL");
        // A limit of the number, over all that sends to it; not of the account.
        put(REFUSED, FREQUENCY_REFUSED, "isv.BUSINESS_LIMIT_CONTROL");
        put(REFUSED, VENDOR_OPTED_OUT, "isv.CUSTOMER_REFUSED", "isv.BLACK_KEY_CONTROL_LIMIT");
        put(REFUSED, REGION_REFUSED, "isv.DOMESTIC_NUMBER_NOT_SUPPORTED", "isv.NOT_SUPPORTED_COUNTRY");
        put(REFUSED, REGION_REFUSED, "isv.COUNTRY_RESTRICTED");
        // About the values filled in for this person; the template itself was approved.
        put(REFUSED, POLICY_REFUSED, "isv.TEMPLATE_PARAMS_ILLEGAL", "isv.PARAM_LENGTH_LIMIT");
        put(REFUSED, POLICY_REFUSED, "isv.PARAM_NOT_SUPPORT_URL", "isv.UNSUPPORTED_CONTENT");

        put(UNKNOWN, VENDOR_ERROR, "isp.SYSTEM_ERROR", "isp.GATEWAY_ERROR", "isp.UNKNOWN", "InternalError");
        put(UNKNOWN, VENDOR_ERROR, "ServiceUnavailable", "ServiceUnavailableTemporary", "ServiceTimeout");
        // Every call has a nonce of its own: one seen before means that the network doubled the call.
        put(UNKNOWN, VENDOR_ERROR, "SignatureNonceUsed");
    }

    private AliyunErrors() {}

    /** What a code, or an empty one, means after that sight of the call. */
    static SendResult.Failed result(String code, AliyunTransport.Sight sight) {
        return result(code, sight.status(), RetryAfter.read(sight.retryAfter()));
    }

    /**
     * What a code means.
     *
     * @param code Aliyun's code, empty where the answer has none
     * @param status the HTTP status
     * @param retryAfter how long Aliyun asks us to wait, if it does
     */
    static SendResult.Failed result(String code, int status, @Nullable Duration retryAfter) {
        if (code.startsWith(THROTTLING) || status == TOO_MANY_REQUESTS) {
            return new SendResult.NotSent(THROTTLED, code, Objects.requireNonNullElse(retryAfter, USUAL_RETRY_AFTER));
        }
        if (BLOCKED.containsKey(code)) {
            Reason reason = BLOCKED.get(code);
            return new SendResult.Blocked(reason, code, SendResult.Meant.valuesIf(reason == CONTENT));
        }
        if (REFUSED.containsKey(code)) {
            return new SendResult.Refused(REFUSED.get(code), code);
        }
        if (code.isEmpty()) {
            return HttpAnswer.withoutCode(status, "HTTP " + status, null);
        }
        if (UNKNOWN.containsKey(code) || status >= SERVER_ERRORS) {
            return new SendResult.Unknown(VENDOR_ERROR, code);
        }
        LOG.warnf("Aliyun answered with an unlisted code: %s (HTTP %d)", code, status);
        return new SendResult.Refused(UNLISTED, code);
    }

    /**
     * Why a call that is no send came to nothing, in a few words. Of the code only what such codes are made of: where a proxy
     * answers, it may be anything.
     */
    static String why(SendResult.Failed result) {
        String code = result.vendorCode();
        return CODE.matcher(code).matches()
                ? result.reason().id() + " " + code
                : result.reason().id();
    }

    private static void put(Map<String, Reason> table, Reason reason, String... codes) {
        for (String code : codes) {
            table.put(code, reason);
        }
    }
}
