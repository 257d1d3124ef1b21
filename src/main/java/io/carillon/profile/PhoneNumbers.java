package io.carillon.profile;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Phones to E.164 by libphonenumber. Thread-safe; the metadata is loaded once. */
final class PhoneNumbers {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final PhoneNumberToTimeZonesMapper ZONES = PhoneNumberToTimeZonesMapper.getInstance();
    /** By country code; none where its numbers lie in several zones. */
    private static final Map<Integer, Optional<String>> ONLY_ZONES = new ConcurrentHashMap<>();

    private static final int LONGEST_TEXT = 40;
    private static final Pattern DIALLED = Pattern.compile("\\+?[0-9 .()/\\-]+");
    /** China Mobile's own hotline number and numbers of one repeated zero: what forms are filled with to get on. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\+861(?:3800138000|\\d{2}0{8})");

    private static final Set<PhoneNumberType> WITHOUT_TEXTS = EnumSet.of(
            PhoneNumberType.FIXED_LINE,
            PhoneNumberType.TOLL_FREE,
            PhoneNumberType.PREMIUM_RATE,
            PhoneNumberType.SHARED_COST,
            PhoneNumberType.UAN,
            PhoneNumberType.VOICEMAIL,
            PhoneNumberType.PAGER);

    private PhoneNumbers() {}

    /** Whether numbers can be dialled without a country code in this region. */
    static boolean isRegion(String region) {
        return NUMBERS.getSupportedRegions().contains(region);
    }

    /** A leading + or 00 wins over the region. The text is folded to half width already. */
    static Normalisation read(String text, String region) {
        if (text.length() > LONGEST_TEXT || !DIALLED.matcher(text).matches()) {
            return new Normalisation.Bad(DataFault.INVALID_PHONE);
        }
        String dialled = text.startsWith("00") ? "+" + text.substring(2) : text;
        try {
            return judge(NUMBERS.parse(dialled, region));
        } catch (NumberParseException unreadable) {
            return new Normalisation.Bad(DataFault.INVALID_PHONE);
        }
    }

    private static Normalisation judge(PhoneNumber number) {
        String region = NUMBERS.getRegionCodeForNumber(number);
        // A number without a type is not valid in its region; asking for both would match all patterns twice.
        PhoneNumberType type = NUMBERS.getNumberType(number);
        if (region == null || type == PhoneNumberType.UNKNOWN) {
            return new Normalisation.Bad(DataFault.INVALID_PHONE);
        }
        if (WITHOUT_TEXTS.contains(type)) {
            return new Normalisation.Bad(DataFault.PHONE_WITHOUT_TEXTS);
        }
        String value = NUMBERS.format(number, PhoneNumberFormat.E164);
        if (PLACEHOLDER.matcher(value).matches()) {
            return new Normalisation.Bad(DataFault.PLACEHOLDER_PHONE);
        }
        String zone = ONLY_ZONES
                .computeIfAbsent(number.getCountryCode(), PhoneNumbers::onlyZoneOf)
                .orElseGet(() -> onlyZone(number));
        return new Normalisation.Good(value, region, zone);
    }

    static @Nullable String onlyZone(PhoneNumber number) {
        return only(ZONES.getTimeZonesForNumber(number));
    }

    /** Where all numbers of a country code lie in one region and one zone, none has to be looked up. */
    private static Optional<String> onlyZoneOf(int countryCode) {
        if (NUMBERS.getRegionCodesForCountryCode(countryCode).size() > 1) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                only(ZONES.getTimeZonesForGeographicalNumber(new PhoneNumber().setCountryCode(countryCode))));
    }

    private static @Nullable String only(List<String> zones) {
        boolean isCertain = zones.size() == 1
                && !PhoneNumberToTimeZonesMapper.getUnknownTimeZone().equals(zones.get(0));
        return isCertain ? zones.get(0) : null;
    }
}
