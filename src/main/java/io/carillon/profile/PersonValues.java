package io.carillon.profile;

import java.text.Normalizer;
import java.time.ZoneId;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The spellings that people use for what is stored of a person in one form only: files, and rules over what came from files. Empty
 * where it is none.
 */
public final class PersonValues {
    /** How genders are stored. */
    public static final List<String> GENDERS = List.of("female", "male", "other", "unknown");

    private static final Map<String, String> SPELT = Map.ofEntries(
            Map.entry("f", "female"),
            Map.entry("female", "female"),
            Map.entry("woman", "female"),
            Map.entry("女", "female"),
            Map.entry("女士", "female"),
            Map.entry("女性", "female"),
            Map.entry("m", "male"),
            Map.entry("male", "male"),
            Map.entry("man", "male"),
            Map.entry("男", "male"),
            Map.entry("先生", "male"),
            Map.entry("男性", "male"),
            Map.entry("other", "other"),
            Map.entry("其他", "other"),
            Map.entry("unknown", "unknown"),
            Map.entry("未知", "unknown"));
    private static final Map<String, String> LANGUAGES =
            Map.of("中文", "zh", "简体中文", "zh-CN", "繁体中文", "zh-TW", "英文", "en", "英语", "en");
    private static final int LONGEST_TAG = 35;
    /** Longer ones are reserved: what looks like one is a word, such as {@code english}. */
    private static final int LONGEST_LANGUAGE = 3;
    // The JDK copies its set of 600 at every call.
    private static final Set<String> ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());

    private PersonValues() {}

    public static Optional<String> gender(String text) {
        String half = Normalizer.normalize(text, Normalizer.Form.NFKC);
        return Optional.ofNullable(SPELT.get(half.toLowerCase(Locale.ROOT)));
    }

    /** A BCP 47 tag. */
    public static Optional<String> locale(String text) {
        String tag = LANGUAGES.getOrDefault(text, text).replace('_', '-');
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            boolean isLanguage =
                    !locale.getLanguage().isEmpty() && locale.getLanguage().length() <= LONGEST_LANGUAGE;
            return !isLanguage || tag.length() > LONGEST_TAG ? Optional.empty() : Optional.of(locale.toLanguageTag());
        } catch (IllformedLocaleException notATag) {
            return Optional.empty();
        }
    }

    /** A zone of the IANA database; offsets such as +08:00 are none, because they know no summer time. */
    public static Optional<String> zone(String text) {
        return ZONES.contains(text) ? Optional.of(text) : Optional.empty();
    }

    /** A city without 市 behind its name, so that 上海市 and 上海 are one. */
    public static String city(String text) {
        return text.length() > 2 && text.endsWith("市") ? text.substring(0, text.length() - 1) : text;
    }
}
