package io.carillon.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownValueTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "lin@example.com",
                "Lin <lin@example.com>",
                "13812345678",
                "+86 138 1234 5678",
                "tel:13812345678",
                "021-5555 1234",
                "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
                "dGVzdC10b2tlbjEyMzQ1Njc4OTA6QVBBOTFi"
            })
    void hidesAddressesAndSecrets(String value) {
        assertThat(ShownValue.of(value)).isEqualTo("…");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fax",
                "上海",
                "2027-13-45",
                "2027-09-13T10:00",
                "25:61",
                "1.5",
                "-1",
                "100000",
                "1200.50",
                "a name of something long",
                "wechat.subscribe",
                "no_address",
                "@",
                "mid-autumn-campaign-of-the-year"
            })
    void showsWhatIsNone(String value) {
        assertThat(ShownValue.of(value)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lin@example.com", "13812345678"})
    void aFindingDoesNotRepeatItEither(String value) {
        Finding finding =
                Finding.error("id", "invalid_parameter", value, "a number", "id must be a number, not " + value);

        assertThat(finding.found()).isEqualTo("…");
        assertThat(finding.message()).isEqualTo("id must be a number, not …");
    }
}
