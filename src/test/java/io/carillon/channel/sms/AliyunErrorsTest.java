package io.carillon.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.channel.Reason;
import io.carillon.channel.SendResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AliyunErrorsTest {

    @ParameterizedTest
    @CsvSource({
        "isv.SMS_TEMPLATE_ILLEGAL, TEMPLATE",
        "isv.SMS_SIGNATURE_ILLEGAL, SIGNATURE",
        "isv.OUT_OF_SERVICE, BALANCE",
        "isv.AMOUNT_NOT_ENOUGH, BALANCE",
        "isv.DAY_LIMIT_CONTROL, QUOTA",
        "isv.MONTH_LIMIT_CONTROL, QUOTA",
        "isv.SMS_CONTENT_ILLEGAL, CONTENT",
        "isp.RAM_PERMISSION_DENY, CREDENTIALS",
        "SignatureDoesNotMatch, CREDENTIALS",
        "InvalidAccessKeyId.NotFound, CREDENTIALS",
        "isv.PRODUCT_UN_SUBSCRIPT, ACCOUNT_SETTING",
        "InvalidTimeStamp.Expired, ACCOUNT_SETTING"
    })
    void stopsTheChannelForWhatIsAboutUs(String code, Reason reason) {
        assertThat(AliyunErrors.result(code, 200, null))
                .isEqualTo(new SendResult.Blocked(reason, code, SendResult.Meant.valuesIf(reason == Reason.CONTENT)));
        assertThat(reason.rule()).isEqualTo(Reason.Rule.BLOCKED);
    }

    @ParameterizedTest
    @CsvSource({
        "isv.MOBILE_NUMBER_ILLEGAL, INVALID_ADDRESS",
        "isv.BUSINESS_LIMIT_CONTROL, FREQUENCY_REFUSED",
        "isv.BLACK_KEY_CONTROL_LIMIT, VENDOR_OPTED_OUT",
        "isv.CUSTOMER_REFUSED, VENDOR_OPTED_OUT",
        "isv.PARAM_LENGTH_LIMIT, POLICY_REFUSED",
        "isv.DOMESTIC_NUMBER_NOT_SUPPORTED, REGION_REFUSED",
        "isv.SOMETHING_NEW, UNLISTED"
    })
    void refusesForWhatIsAboutThePerson(String code, Reason reason) {
        assertThat(AliyunErrors.result(code, 200, null)).isEqualTo(new SendResult.Refused(reason, code));
        assertThat(reason.rule()).isEqualTo(Reason.Rule.REFUSED);
    }

    @ParameterizedTest
    @CsvSource({"Throttling, 400", "Throttling.User, 400", "Throttling.Api, 503", "Whatever, 429"})
    void waitsASecondWhenThrottledUnlessToldOtherwise(String code, int status) {
        assertThat(AliyunErrors.result(code, status, null))
                .isEqualTo(new SendResult.NotSent(Reason.THROTTLED, code, Duration.ofSeconds(1)));
        assertThat(AliyunErrors.result(code, status, Duration.ofSeconds(5)))
                .isEqualTo(new SendResult.NotSent(Reason.THROTTLED, code, Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @CsvSource({
        "isp.SYSTEM_ERROR, 200",
        "isp.GATEWAY_ERROR, 200",
        "InternalError, 500",
        "ServiceUnavailable, 503",
        "SignatureNonceUsed, 400",
        "AnyOther, 502"
    })
    void leavesADoubtForTroubleOnTheirSide(String code, int status) {
        assertThat(AliyunErrors.result(code, status, null))
                .isEqualTo(new SendResult.Unknown(Reason.VENDOR_ERROR, code));
    }

    @Test
    void leavesADoubtWithoutACode() {
        assertThat(AliyunErrors.result("", 200, null))
                .isEqualTo(new SendResult.Unknown(Reason.VENDOR_ERROR, "HTTP 200"));
    }

    @ParameterizedTest
    @CsvSource({
        "MK:0001, UNDELIVERED_INVALID",
        "MOBILE_NOT_ON_SERVICE, UNDELIVERED",
        "MOBILE_IN_BLACK, USER_BLOCKED",
        "CONTENT_KEYWORD, UNDELIVERED_CARRIER",
        "MI:0024, UNDELIVERED_EXPIRED",
        "XX:9999, UNDELIVERED"
    })
    void saysWhyAMessageDidNotArrive(String code, Reason reason) {
        assertThat(AliyunReceiptCodes.reason(code)).isEqualTo(reason);
        assertThat(reason.rule()).isEqualTo(Reason.Rule.UNDELIVERED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"isv.CUSTOMER_REFUSED", "isv.BLACK_KEY_CONTROL_LIMIT"})
    void anOptOutIsTheSameInAnAnswerAndInAReport(String code) {
        assertThat(AliyunErrors.result(code, 200, null))
                .isEqualTo(new SendResult.Refused(Reason.VENDOR_OPTED_OUT, code));
        assertThat(AliyunReceiptCodes.reason(code)).isEqualTo(Reason.VENDOR_OPTED_OUT);
    }

    @Test
    void aRejectionByThePersonIsAnOptOut() {
        assertThat(AliyunReceiptCodes.reason("USER_REJECT")).isEqualTo(Reason.VENDOR_OPTED_OUT);
    }
}
