package io.carillon.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trouble that is written down as a no to the person is told from a real one. */
class RefusalsTest {
    @ParameterizedTest
    @CsvSource({
        "sms, 21614, true",
        "sms, isv.MOBILE_NUMBER_ILLEGAL, true",
        "sms, 20429, false",
        "sms, 20500, false",
        "sms, Throttling.User, false",
        "sms, isv.AMOUNT_NOT_ENOUGH, false",
        "email, 550 5.1.1, true",
        "email, 451 4.3.0, false",
        "email, 550 5.7.1, false",
        "push, UNREGISTERED, true",
        "push, QUOTA_EXCEEDED, false",
        "wechat, 43101, true",
        "wechat, 45011, false",
        "sms, UNREGISTERED, false",
        "fax, 550, false"
    })
    void knowsWhatVendorsSayOfPeople(String kind, String code, boolean isOfPeople) {
        assertThat(Refusals.isOfPeople(kind, code)).isEqualTo(isOfPeople);
    }

    @ParameterizedTest
    @CsvSource({
        "aliyun, sms, +86 138 1234 5678, +8613812345678",
        "twilio, sms, +1 415 555 0100, +14155550100",
        "twilio, sms, +1 212 555 0100, +12125550100",
        "smtp, email, lin@shop.example, lin@shop.example"
    })
    void asksVendorsForAddressesAsTheyAreGiven(String vendor, String channel, String written, String given) {
        assertThat(Refusals.given(vendor, channel, Customers.address(channel, written)))
                .contains(given);
    }
}
