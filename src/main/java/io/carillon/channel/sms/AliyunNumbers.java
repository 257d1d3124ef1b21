package io.carillon.channel.sms;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Phone numbers as Aliyun writes them: mainland numbers as 11 digits, all others as country code and number, without any
 * plus sign.
 *
 * <p>Source: <a href="https://help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2017-05-25-sendsms">SendSms</a>,
 * parameter {@code PhoneNumbers}.
 */
final class AliyunNumbers {
    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{5,14}");
    private static final Pattern MAINLAND = Pattern.compile("1[3-9]\\d{9}");
    private static final Pattern DIGITS = Pattern.compile("[1-9]\\d{5,14}");
    private static final String COUNTRY_CODE = "86";

    private AliyunNumbers() {}

    /** Whether this is an address that can be sent to. */
    static boolean isE164(String address) {
        return E164.matcher(address).matches();
    }

    /** Whether an E.164 address is a mobile number of mainland China. */
    static boolean isMainland(String address) {
        return address.startsWith("+" + COUNTRY_CODE)
                && MAINLAND.matcher(address.substring(1 + COUNTRY_CODE.length()))
                        .matches();
    }

    /** An E.164 address in Aliyun's form. */
    static String toWire(String address) {
        return isMainland(address) ? address.substring(1 + COUNTRY_CODE.length()) : address.substring(1);
    }

    /**
     * A number from a report in the one form that {@link #toWire} gives, whatever prefix it carries ({@code +86},
     * {@code 0086}, {@code 86} or none); empty for what is no number.
     */
    static Optional<String> canonical(String reported) {
        String digits = reported.strip().replaceFirst("^(\\+|00)", "");
        if (digits.startsWith(COUNTRY_CODE)
                && MAINLAND.matcher(digits.substring(COUNTRY_CODE.length())).matches()) {
            return Optional.of(digits.substring(COUNTRY_CODE.length()));
        }
        return DIGITS.matcher(digits).matches() ? Optional.of(digits) : Optional.empty();
    }

    /**
     * The E.164 address of a canonical number. Eleven digits that fit a mainland mobile are one: replies come from
     * mainland numbers only.
     */
    static String toE164(String canonical) {
        return MAINLAND.matcher(canonical).matches() ? "+" + COUNTRY_CODE + canonical : "+" + canonical;
    }
}
