package io.carillon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultReaderTest {
    private static final List<String> VENDORS = List.of("smtp", "twilio", "wechat", "aliyun", "fcm");

    @ParameterizedTest
    @CsvSource({
        "smtp, 550",
        "smtp, 550 5.1.1",
        "smtp, 421 4.7.0",
        "twilio, 21610",
        "wechat, 47003",
        "wechat, -1",
        "aliyun, isv.AMOUNT_NOT_ENOUGH",
        "fcm, QUOTA_EXCEEDED",
        "'*', whatever",
        "smtp, ''"
    })
    void takesAVendorsCodes(String vendor, String code) {
        assertThat(read(vendor, code).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "smtp, 999",
        "smtp, 250 2.0.0",
        "smtp, 5.1.1",
        "twilio, nope",
        "twilio, 0",
        "fcm, unregistered",
        "wechat, 0",
        "wechat, busy"
    })
    void refusesACodeThatTheVendorCannotAnswer(String vendor, String code) {
        assertThatThrownBy(() -> read(vendor, code))
                .isInstanceOf(RefusedRequest.class)
                .hasMessageContaining("'code' must be one of " + vendor + "'s, such as ");
    }

    private static FaultRule read(String vendor, String code) {
        return FaultReader.read(
                "{\"vendor\":\"%s\",\"kind\":\"REFUSE\",\"code\":\"%s\"}".formatted(vendor, code), VENDORS);
    }
}
