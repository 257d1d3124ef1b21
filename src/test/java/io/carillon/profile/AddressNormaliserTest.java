package io.carillon.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.carillon.channel.AddressKind;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressNormaliserTest {

    @Test
    void whoAsksForOnePersonIsNotToldOfImports() {
        for (Locale language : List.of(Locale.ENGLISH, Locale.CHINESE)) {
            assertThat(DataFault.INVALID_PHONE.hintAlone(language))
                    .contains("+8613812345678")
                    .doesNotContain("import", "导入");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "13812345678, CN, +8613812345678",
        "138-1234-5678, CN, +8613812345678",
        "８６１３８１２３４５６７８, CN, +8613812345678",
        "+86 138 1234 5678, US, +8613812345678",
        "008613812345678, US, +8613812345678",
        "(415) 555-2671, US, +14155552671",
        "07911 123456, GB, +447911123456",
        "+1 415 555 2671, CN, +14155552671"
    })
    void bringsPhonesToE164WithTheRegionsDefault(String raw, String region, String expected) {
        assertThat(good(AddressKind.PHONE, raw, region).value()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "12345, INVALID_PHONE",
        "1381234567, INVALID_PHONE",
        "1.38E+10, INVALID_PHONE",
        "call me, INVALID_PHONE",
        "138123456781381234567813812345678138123456, INVALID_PHONE",
        "010-62345678, PHONE_WITHOUT_TEXTS",
        "400-810-8888, PHONE_WITHOUT_TEXTS",
        "13800138000, PLACEHOLDER_PHONE"
    })
    void saysWhatIsWrongWithAPhone(String raw, DataFault fault) {
        assertThat(AddressNormaliser.normalise(AddressKind.PHONE, raw, "CN")).isEqualTo(new Normalisation.Bad(fault));
    }

    @Test
    void whatIsKnownOfACountryCodeAgreesWithEveryNumberOfIt() {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        int looked = 0;
        for (String region : numbers.getSupportedRegions()) {
            for (PhoneNumberType type : numbers.getSupportedTypesForRegion(region)) {
                PhoneNumber number = numbers.getExampleNumberForType(region, type);
                if (number != null
                        && AddressNormaliser.normalise(
                                        AddressKind.PHONE, numbers.format(number, PhoneNumberFormat.E164), "CN")
                                instanceof Normalisation.Good good) {
                    assertThat(good.zone()).as(good.value()).isEqualTo(PhoneNumbers.onlyZone(number));
                    looked++;
                }
            }
        }
        assertThat(looked).isGreaterThan(300);
    }

    @Test
    void knowsTheZoneOfAPhoneOnlyWhereThereIsExactlyOne() {
        assertThat(good(AddressKind.PHONE, "13812345678", "CN").zone()).isEqualTo("Asia/Shanghai");
        assertThat(good(AddressKind.PHONE, "13812345678", "CN").region()).isEqualTo("CN");
        assertThat(good(AddressKind.PHONE, "+14155552671", "CN").zone()).isEqualTo("America/Los_Angeles");
        assertThat(good(AddressKind.PHONE, "+61412345678", "CN").zone()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "' Lin@Example.COM ', Lin@example.com",
        "lin＠example.com, lin@example.com",
        "lin.mei+shop@中国.cn, lin.mei+shop@xn--fiqs8s.cn",
        "o'hara@mail.example.co.uk, o'hara@mail.example.co.uk"
    })
    void lowersTheDomainOfAMailboxAndKeepsTheRest(String raw, String expected) {
        assertThat(good(AddressKind.MAILBOX, raw, "CN").value()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lin",
                "@example.com",
                "lin@",
                "lin@example",
                "lin@@example.com",
                "lin@exa mple.com",
                "lin@-example.com",
                ".lin@example.com",
                "l..in@example.com",
                "lin@example.com\r\nBcc: x@example.com",
                "lin@example.com, mei@example.com",
                "林@example.com",
                "a23456789012345678901234567890123456789012345678901234567890123456@example.com"
            })
    void refusesWhatIsNoMailbox(String raw) {
        assertThat(AddressNormaliser.normalise(AddressKind.MAILBOX, raw, "CN"))
                .isEqualTo(new Normalisation.Bad(DataFault.INVALID_EMAIL));
    }

    @Test
    void boundsTokensAndOpenids() {
        assertThat(good(AddressKind.DEVICE_TOKEN, " dGVzdA:APA91b-token_1 ", "CN")
                        .value())
                .isEqualTo("dGVzdA:APA91b-token_1");
        assertThat(AddressNormaliser.normalise(AddressKind.DEVICE_TOKEN, "x".repeat(4097), "CN"))
                .isEqualTo(new Normalisation.Bad(DataFault.INVALID_TOKEN));
        assertThat(AddressNormaliser.normalise(AddressKind.OPENID, "o6_bm rts", "CN"))
                .isEqualTo(new Normalisation.Bad(DataFault.INVALID_OPENID));
    }

    @Test
    void masksAddresses() {
        assertThat(AddressMask.mask(AddressKind.PHONE, "+8613812341234")).isEqualTo("+86138****1234");
        assertThat(AddressMask.mask(AddressKind.PHONE, "+4712345678")).isEqualTo("+47****78");
        assertThat(AddressMask.mask(AddressKind.MAILBOX, "lin@example.com")).isEqualTo("l***@example.com");
        assertThat(AddressMask.mask(AddressKind.DEVICE_TOKEN, "abcd0123456789wxyz"))
                .isEqualTo("abcd…wxyz");
    }

    private static Normalisation.Good good(AddressKind kind, String raw, String region) {
        Normalisation made = AddressNormaliser.normalise(kind, raw, region);
        assertThat(made).isInstanceOf(Normalisation.Good.class);
        return (Normalisation.Good) made;
    }
}
